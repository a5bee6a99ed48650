/*
 * What people take for a password first, by the patterns of which lists of leaked ones are full: a
 * word, perhaps with digits or signs around it; a row of the keyboard; the same again and again.
 * The words are our own choice of those that lead such lists, in English and German. With what may
 * stand around each they are many times the thousand that are used most.
 */

const WORDS = new Set(
  [
    'password passwort passwd pass passphrase kennwort geheim secret letmein welcome willkommen',
    'login admin administrator root master default changeme guest user test tester testing demo',
    'hello hallo iloveyou ichliebedich loveyou lovely lover love lieben schatz liebe princess',
    'prinzessin prince angel engel sunshine sonnenschein summer sommer winter spring autumn herbst',
    'fruehling january february march april august september october november december januar',
    'februar oktober dezember monday friday sunday montag freitag sonntag monkey dragon tiger lion',
    'eagle falcon phoenix wolf panther elephant butterfly schmetterling kitten puppy dolphin shark',
    'spider horse rabbit bunny hamster cookie chocolate schokolade cheese banana orange apple',
    'cherry pepper ginger whiskey coffee pizza football fussball baseball basketball hockey soccer',
    'volleyball tennis golfer runner running fitness workout training trainer trainingday coach',
    'coaching coachsessions sessions studio gymnastics champion winner victory liverpool arsenal',
    'chelsea barcelona bayern dortmund schalke yankees cowboys lakers eagles steelers rangers',
    'superman batman spiderman starwars skywalker pokemon pikachu naruto minecraft fortnite matrix',
    'gandalf hogwarts potter snoopy garfield mickey simpsons doctorwho startrek michael jennifer',
    'jessica jordan joshua daniel andrew matthew ashley thomas robert charlie william anthony',
    'nicole michelle hannah samantha victoria alexander alexandra sebastian christian stefan',
    'andreas martin sabine claudia mercedes ferrari porsche corvette mustang harley yamaha toyota',
    'computer internet samsung google facebook instagram whatsapp youtube microsoft windows',
    'android iphone macintosh linux nintendo playstation xbox freedom freiheit friends freunde',
    'family familie forever together happy lucky blessed jesus christ jesuschrist heaven trustno',
    'whatever nothing something access letmeinnow openup shadow killer hunter ranger soldier ninja',
    'assassin warrior wizard legend diamond crystal silver golden purple yellow flower rainbow',
    'blessing peaches babygirl babyboy sweetheart darling honey beautiful gorgeous rockstar',
    'metallica nirvana slipknot eminem greenday blink guitar music dancer dancing america germany',
    'deutschland berlin hamburg muenchen london newyork california texas florida brazil mexico',
    'abcd abcdef qwerty qwertz azerty asdf asdfgh zxcvbn yxcvbn qwert qwertyuiop qwertzuiop',
    'asdfghjkl zxcvbnm yxcvbnm qazwsx qazwsxedc wsxedc zaqxsw xyz',
  ].flatMap((line) => line.split(' ')),
);

/** Along these people slide, in either direction. */
const ROWS = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  ...['qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm', 'azertyuiopqsdfghjklmwxcvbn'],
  '1q2w3e4r5t6y7u8i9o0p',
  '1q2w3e4r5t6z7u8i9o0p',
  ...['1qaz2wsx3edc4rfv5tgb6yhn7ujm', 'qazwsxedcrfvtgbyhnujmikolp', 'q1w2e3r4t5y6u7i8o9p0'],
  ...['1a2b3c4d5e6f7g8h9i0j', 'a1b2c3d4e5f6g7h8i9j0', '1029384756', '13579246801357924680'],
  ...['2468101214161820', '112233445566778899', '11223344556677889900', '1123581321345589'],
  ...['31415926535897932384', '27182818284590452353', '147258369', '789456123', '159753456852'],
].flatMap((row) => [row, [...row].toReversed().join('')]);

const LEET: Readonly<Record<string, string>> = {
  ...{ 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's', '!': 'i' },
};

/** Whether everybody who guesses tries this password, or one like it, early. */
export function isKnownPassword(password: string): boolean {
  const text = password.normalize('NFKC').toLowerCase();
  return isMonotonous(text) || ROWS.some((row) => row.includes(text)) || isWordAndMore(text);
}

/** A text without the digits and signs at its ends, in small letters and without spaces. */
export function coreOf(text: string): string {
  const letters = text.normalize('NFKC').toLowerCase();
  return letters.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '').replace(/[\s._-]+/g, '');
}

/** The same few characters again and again, or two rows that are: `1111122222`. */
function isMonotonous(text: string): boolean {
  return /^(.{1,4})\1+.{0,3}$/su.test(text) || /^(.)\1{2,}(.)\2{2,}$/su.test(text);
}

function isWordAndMore(text: string): boolean {
  const plain = [...text].map((letter) => LEET[letter] ?? letter).join('');
  // Digits behind a word are not letters of it.
  const tail = /^(.*?)[\d\W_]*$/su.exec(text)?.[1] ?? '';
  const unleet = [...tail].map((letter) => LEET[letter] ?? letter).join('');
  return [text, plain, unleet].map(coreOf).some((core) => WORDS.has(once(core)));
}

/** `passwordpassword` is no more than `password`. */
function once(text: string): string {
  return /^(.+?)\1+$/su.exec(text)?.[1] ?? text;
}
