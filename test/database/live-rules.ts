/** Rules about what only a database in use shows; their story is told on a real server. */
export const LIVE_RULES: ReadonlySet<string> = new Set([
  "connection-limit-near",
  "invalid-index",
  "key-near-limit",
  "missing-vacuum",
  "outdated-extension",
  "table-bloat",
  "unused-index",
]);
