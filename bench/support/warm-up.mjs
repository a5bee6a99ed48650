/**
 * Reads every key of the studio and of PHP's database once, as months of work would have: a page
 * that comes from the disk costs more than all else of a request, and ours are more. Tables that
 * only grow at their end need their rows for nothing.
 */
export async function warmUp({ root }, databases) {
  const [keys] = await root.query(
    `SELECT table_schema AS name, table_name AS tab, index_name AS \`key\`, column_name AS col
       FROM information_schema.statistics
      WHERE table_schema IN (?) AND seq_in_index = 1
        AND NOT (index_name = 'PRIMARY' AND table_name = 'admin_activity_log')`,
    [databases],
  );
  for (const { name, tab, key, col } of keys) {
    await root.query('SELECT COUNT(??) FROM ?? FORCE INDEX (??)', [col, `${name}.${tab}`, key]);
  }
}
