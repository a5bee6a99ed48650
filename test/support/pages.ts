import { expect } from 'vitest';
import type { Api } from './api.js';

/** The rows of all pages of a list, one after the other; `path` has a query already. */
export async function everyPage<Row>(api: Api, path: string, limit: number): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  do {
    const more: string = cursor === null ? '' : `&cursor=${cursor}`;
    const { status, body, text } = await api.get(`${path}&limit=${limit}${more}`);
    expect(status, text).toBe(200);
    expect(body.data.length).toBeLessThanOrEqual(limit);
    rows.push(...(body.data as Row[]));
    cursor = body.nextCursor;
  } while (cursor !== null);
  return rows;
}
