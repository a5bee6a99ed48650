import { chmod, chown, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Gives a new file the owner and the mode of what it replaces; where it replaces nothing and root
 * makes it, the owner of its folder. Root restores, and another account runs the product. What to
 * say where this account may not.
 */
export async function takeOver(target: string, made: string): Promise<string | undefined> {
  const old = await stat(target).catch(() => undefined);
  const like = old ?? (process.getuid?.() === 0 ? await stat(dirname(target)) : undefined);
  if (!like) return undefined;
  const own = await stat(made);
  let note: string | undefined;
  if (own.uid !== like.uid || own.gid !== like.gid) {
    note = await chown(made, like.uid, like.gid).then(
      () => undefined,
      () => `It belongs to this account now, as before to another: chown ${like.uid}:${like.gid}`,
    );
  }
  if (old) await chmod(made, old.mode & 0o777);
  return note && `${note} ${target}`;
}
