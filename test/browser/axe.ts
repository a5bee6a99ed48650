import axeCore from 'axe-core';
import type { Page } from 'playwright-core';

/** axe-core as it is known in the page. */
declare const axe: {
  run(options: { resultTypes: string[] }): Promise<{
    violations: { id: string; nodes: { html: string }[] }[];
  }>;
};

/** What axe finds on a page as it is: the names of broken rules, with where they are. */
export async function axeFaults(page: Page): Promise<string[]> {
  const isLoaded = await page.evaluate(() => 'axe' in window);
  if (!isLoaded) await page.evaluate(axeCore.source);
  const { violations } = await page.evaluate(() => axe.run({ resultTypes: ['violations'] }));
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
