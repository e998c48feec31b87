import type { FactSet } from "../fact-set.js";
import type { PackageRow } from "../rows.js";
import { scriptFiles } from "./run-commands.js";

/** Settings that name the file a process starts with. */
const COMMAND_KEY = /^(cmd|entrypoint|run|final\.cmd|main|handler|web|worker|start-command|processes\.\w+)$/;
/** Whether a setting of a deploy file is the command that a process starts with. */
export const isStartCommand = (key: string): boolean => COMMAND_KEY.test(key);
const CODE_FILE = /[\w./-]+\.[cm]?[jt]s\b/g;

/** How code of a package may be loaded besides by imports with a name. */
export interface OtherLoads {
  readonly isOpen: (dir: string) => boolean;
}

/**
 * Packages of which it is known what runs, by their folders, with the file that starts them: the start script names one source file, that file leads to the
 * server, and nothing is loaded but by imports that can be followed. Other code with routes in it is served by nobody.
 */
export function knownStarts(
  facts: FactSet,
  imported: ReadonlyMap<string, readonly string[]>,
  other: OtherLoads,
): Map<string, string> {
  const files = new Map((facts.file ?? []).map((row) => [row.path, row]));
  const unresolved = new Set(
    (facts.import ?? []).filter((row) => /^(missing|unknown|virtual)$/.test(row.resolution)).map(({ file }) => file),
  );
  const servers = (facts.server ?? []).filter((row) => files.get(row.file)?.role === "app");
  const found = new Map<string, string>();
  for (const info of facts.package ?? []) {
    const { dir } = info;
    const start = startOf(info);
    if (start === null || files.get(start)?.role !== "app" || other.isOpen(dir)) continue;
    if (namesAnother(facts, dir, start)) continue;
    const reached = closureOf(start, imported);
    const own = servers.filter((row) => (row.package_dir ?? "") === dir && row.kind !== "serverless");
    const isFollowed = ![...reached].some((path) => unresolved.has(path));
    const isStarted = own.some((row) => reached.has(row.file));
    // A worker may be started by hand; a second HTTP server that nothing names was replaced.
    const isComplete = own.every((row) => row.kind !== "worker" || reached.has(row.file));
    if (isStarted && isComplete && isFollowed) found.set(dir, start);
  }
  return found;
}

/** The source file that the start script of a package runs; null when it runs none, or several. */
export function startOf(info: Pick<PackageRow, "dir" | "scripts_json"> | undefined): string | null {
  const [file, ...others] = info === undefined ? [] : (scriptFiles(info).get("start") ?? []);
  return file === undefined || others.length > 0 ? null : file;
}

/** A deploy file below the package, or at the root, that starts something else than the start script does. */
function namesAnother(facts: FactSet, dir: string, start: string): boolean {
  const name = start.slice(start.lastIndexOf("/") + 1);
  return (facts.deploy_setting ?? []).some(({ file, kind, key, value }) => {
    const isNear = kind !== "workflow" && (dir === "" || file.startsWith(`${dir}/`) || !file.includes("/"));
    if (!isNear || !COMMAND_KEY.test(key)) return false;
    return [...(value ?? "").matchAll(CODE_FILE)].some(([path]) => path !== name && !path.endsWith(`/${name}`));
  });
}

function closureOf(start: string, imported: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set([start]);
  for (const path of reached) for (const next of imported.get(path) ?? []) reached.add(next);
  return reached;
}
