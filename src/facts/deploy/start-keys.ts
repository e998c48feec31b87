/** Keys of deploy settings that name what a process runs, as in deploy_setting.key. */
const START_KEYS: ReadonlySet<string> = new Set([
  "cmd",
  "entrypoint",
  "final.cmd",
  "run",
  "main",
  "handler",
  "release",
]);

/** True for a setting that starts a process of the product. */
export const isStartKey = (key: string): boolean => START_KEYS.has(key);
