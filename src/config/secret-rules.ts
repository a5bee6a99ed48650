const MIN_LENGTH = 32;
const MIN_DIFFERENT = 10;
/** What must be left where known words and repetitions count for one character each. */
const MIN_LEFT = 20;

/** What people write where a secret belongs; and the one that earlier releases published. */
const KNOWN_WORDS = [
  'only-for-trying-out-on-this-machine-0000',
  ...['changeme', 'change-me', 'change_me', 'replaceme', 'replace-me', 'please'],
  ...['secret', 'password', 'passwort', 'passphrase', 'geheim', 'default', 'example', 'jwt'],
  ...['coach-sessions', 'coach', 'sessions', 'training-day', 'training', 'admin', 'test', 'demo'],
  ...['abcdefghijklmnopqrstuvwxyz', 'abcdefgh', 'qwertyuiop', 'qwertzuiop', 'qwerty', 'qwertz'],
  ...['0123456789', '1234567890', '123456789', '12345678', '9876543210', 'deadbeef'],
];
const KNOWN = new RegExp(KNOWN_WORDS.join('|'), 'gi');
const REPEATED = /(.{1,64}?)\1+/gs;

/**
 * Why a text protects nothing as a secret, to stand behind its name; undefined where it does. A
 * word of it may be known, if enough is left that is not.
 */
export function weaknessOf(secret: string): string | undefined {
  if (secret.length < MIN_LENGTH) return 'is too short to be a secret';
  const different = new Set(secret).size;
  if (different < MIN_DIFFERENT) {
    return `is easily guessed: ${different} different characters, of at least ${MIN_DIFFERENT}`;
  }
  const left = secret.replace(KNOWN, '\u0000').replace(REPEATED, '$1');
  if (left.length < MIN_LEFT) return 'is easily guessed: it is known words and repetitions';
  return undefined;
}
