import type { FactSet } from "../fact-set.js";
import { DeployRows } from "./deploy-rows.js";

/** Shell scripts that containers and platforms start, and those that release: by their name. */
const START_SCRIPT =
  /(?:^|\/)(?:[\w-]*entry[-_]?point|entry|start|boot|run|init|prestart|startup|serve|server|launch|release|deploy)(?:[-_.][\w.-]+)?\.sh$|(?:^|\/)(?:docker-)?entrypoint$/i;

export const isStartScript = (path: string): boolean => START_SCRIPT.test(path);

/** The commands of a start script as one setting, comments left out. */
export function extractStartScript(path: string, text: string): FactSet {
  const rows = new DeployRows(path, "script");
  const lines = text.split(/\r?\n/);
  const first = lines.findIndex((line) => line.trim() !== "" && !line.trim().startsWith("#"));
  const commands = lines.filter((line) => line.trim() !== "" && !line.trim().startsWith("#"));
  if (first !== -1) rows.setting("script", commands.join("\n"), { line: first + 1 });
  return rows.facts;
}
