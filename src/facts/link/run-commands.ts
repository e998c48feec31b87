/** Which files the commands of package scripts run. */
import type { PackageRow } from "../rows.js";
import { readObject } from "./argument-function.js";
import { joinPath } from "./paths.js";

const RUNNER = String.raw`(?:node|nodemon|tsx|ts-node|ts-node-dev|ts-node-esm|bun|bun run|deno run|babel-node|esno|jiti)`;
const FILE = String.raw`(?:\.\/)?[\w@-][\w./@-]*\.[cm]?[jt]sx?`;
/** `-r dotenv/config`, `--import ./instrument.js`, `watch`: the file is the first word that is none of an option. */
const BEFORE = String.raw`(?:-[\w-]+(?:[= ]\S*\/\S*)?|(?!${FILE}(?:[\s;&|"']|$))[^\s;&|"']+)`;
const RUN_FILE = new RegExp(String.raw`\b${RUNNER}(?:\s+${BEFORE})*?\s+(${FILE})(?=[\s;&|"']|$)`, "g");

/** The files that a command runs, as written. */
export const filesRunBy = (command: string): string[] =>
  [...command.matchAll(RUN_FILE)].flatMap(([, file]) => file ?? []);

/** The files that each script of a package runs, as paths in the repository. */
export function scriptFiles({
  dir,
  scripts_json: json,
}: Pick<PackageRow, "dir" | "scripts_json">): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [name, command] of Object.entries(readObject(json))) {
    if (typeof command !== "string") continue;
    const paths = filesRunBy(command).flatMap((file) => joinPath(dir, file) ?? []);
    if (paths.length > 0) found.set(name, paths);
  }
  return found;
}
