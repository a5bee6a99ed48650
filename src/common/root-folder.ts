import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of the product, which has its `package.json`: where its documents and the dashboard's
 * files are. The sources run from `src/`, what is built from them from `dist/src/`, and that in few
 * files from `dist/chunks/`.
 */
export const ROOT_FOLDER = above(import.meta.dirname);

function above(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  // Without it Node takes none of our files for a module, so that nobody gets here.
  if (parent === folder) throw new Error('There is no package.json above the product.');
  return above(parent);
}
