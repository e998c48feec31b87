import type { FileHistory, HistoryFile } from "../../shared/file-history.js";
import { addRows, type FactSet } from "../fact-set.js";

/** Files whose history says something: SQL migrations. A dump is written anew each time. */
export function filesWithHistory(facts: FactSet): HistoryFile[] {
  return (facts.migration_file ?? [])
    .filter(({ tool }) => tool !== "dump")
    .map(({ path, folder }) => ({ path, folder: isNear(path, folder) ? folder : folderOf(path) }));
}

/** History is read two folders deep, and of the root only what lies there itself. */
const isNear = (path: string, folder: string): boolean =>
  folder !== "" && path.startsWith(`${folder}/`) && path.slice(folder.length).split("/").length <= 4;

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/** Whether git's history was read, and how much of it. */
export function historyInput(facts: FactSet): { available: boolean; detail: string } {
  const branch = facts.base_branch?.[0];
  if (!branch) return { available: false, detail: "the folder is in no git repository" };
  if (branch.commits === 0) return { available: false, detail: branch.gap ?? "no commit was read" };
  const read = `${branch.commits} ${branch.commits === 1 ? "commit" : "commits"} of ${branch.name ?? "HEAD"}`;
  return { available: true, detail: branch.gap === null ? read : `${read}: ${branch.gap}` };
}

/** Adds what git says about migrations to the facts that name them. */
export function addHistory(facts: FactSet, history: FileHistory | null): void {
  if (history !== null) {
    const { branch: name, isHead, commits, gap } = history;
    facts.base_branch = [{ name, is_head: isHead, commits, gap }];
    facts.file_version = [];
    addVersions(facts, history);
  }
  for (const row of facts.collected ?? []) if (row.need === "history") Object.assign(row, historyInput(facts));
}

function addVersions(facts: FactSet, { versions }: FileHistory): void {
  const numbers = new Map<string, number>();
  for (const { path, name, blob, commit, at, isOnBase, isStart } of versions) {
    const number = (numbers.get(path) ?? 0) + 1;
    numbers.set(path, number);
    addRows(facts, "file_version", [
      {
        path,
        number,
        name,
        blob,
        commit_id: commit,
        committed_at: at,
        is_on_base: isOnBase,
        is_start: isStart,
      },
    ]);
  }
}
