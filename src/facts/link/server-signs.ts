import type { DeployedAppRow, DeploySettingRow } from "../rows.js";
import { dirOf } from "./paths.js";

/** Whoever reads these files runs functions, one request each, and ends those that take too long. */
const RUNS_FUNCTIONS = /^(vercel|netlify|wrangler)$/;
/** Whoever reads these keeps a process running. */
const RUNS_PROCESSES = /^(fly|render|railway|procfile|heroku|pm2|systemd)$/;
const STARTS = /^(final\.)?(cmd|entrypoint)$/;

type App = Pick<DeployedAppRow, "dir" | "kind">;

/**
 * Whether one process answers the app's requests, many at once and for long: it listens by itself, or an image or a platform
 * starts its framework's server. Where only functions are known to run it, and where nothing is known, it does not.
 */
export function isServer(app: App, apps: readonly App[], settings: readonly DeploySettingRow[]): boolean {
  const near = settings.filter(({ file }) => dirOf(file) === app.dir);
  const isStarted = settings.some((row) => starts(row, app, apps));
  if (app.kind !== "serverless") return isStarted || !near.some(({ kind }) => /^(vercel|netlify)$/.test(kind));
  return isStarted && !near.some(({ kind }) => RUNS_FUNCTIONS.test(kind));
}

function starts({ kind, key, value, file }: DeploySettingRow, app: App, apps: readonly App[]): boolean {
  const isStart = kind === "dockerfile" ? STARTS.test(key) : RUNS_PROCESSES.test(kind);
  if (!isStart) return false;
  if (dirOf(file) === app.dir || (app.dir !== "" && (value ?? "").includes(`${app.dir}/`))) return true;
  // What stands at the root starts the only app there is.
  return dirOf(file) === "" && apps.length === 1;
}
