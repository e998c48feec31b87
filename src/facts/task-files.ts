/**
 * Files that a person starts by hand through a package script: `"delete-team": "node delete-team.js"`. They lie among the
 * application's files, but no request ever runs them: their role is `script`.
 */
import type { FileCode } from "./code/file-code.js";
import { isStartKey } from "./deploy/start-keys.js";
import type { FactSet } from "./fact-set.js";
import { scriptFiles } from "./link/run-commands.js";
import type { DeploySettingRow, FileRow } from "./rows.js";

/** What a process that stays, or a build, is started by. */
const STAYS =
  /start|serve|dev\b|develop|worker|queue|consum|cron|schedul|bot\b|listen|watch|daemon|web|api\b|prod|\brun\b|main|build|bundle|compile|preview|boot|up\b|live|test/i;

interface Candidate {
  readonly info: FileRow;
  readonly code: FileCode;
}

/** Gives such files their role. Asked before linking: what a script does must not count as what the application does. */
export function markTaskFiles(facts: FactSet, files: readonly Candidate[]): void {
  const named = scriptsByFile(facts);
  if (named.size === 0) return;
  const started = (facts.deploy_setting ?? []).filter(({ key }) => isStartKey(key));
  for (const { info, code } of files) {
    const scripts = named.get(info.path);
    if (info.role !== "app" || scripts === undefined || scripts.some((name) => STAYS.test(name))) continue;
    if (!isSelfContained(code) || started.some((setting) => mentions(setting, info.path))) continue;
    info.role = "script";
  }
}

/** Names of the package scripts that run a file, by its path. */
function scriptsByFile(facts: FactSet): ReadonlyMap<string, readonly string[]> {
  const named = new Map<string, string[]>();
  for (const info of facts.package ?? []) {
    for (const [name, paths] of scriptFiles(info)) {
      for (const path of paths) named.set(path, [...(named.get(path) ?? []), name]);
    }
  }
  return named;
}

/** Hands nothing to other files and waits for no requests. */
function isSelfContained({ exports, stars, isCommonJs, calls }: FileCode): boolean {
  return exports.size === 0 && stars.length === 0 && !isCommonJs && !calls.some(({ row }) => row.method === "listen");
}

const mentions = ({ value }: DeploySettingRow, path: string): boolean =>
  value?.includes(path.slice(path.lastIndexOf("/") + 1)) === true;
