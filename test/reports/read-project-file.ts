import { readFileSync, writeFileSync } from "node:fs";

const projectRoot = new URL("../../../", import.meta.url);

/** A file of the project, from the compiled test's place. */
export function readProjectFile(path: string): string {
  return readFileSync(new URL(path, projectRoot), "utf8");
}

/** The stored text of a snapshot; written anew with UPDATE_SNAPSHOTS=1. */
export function readSnapshot(name: string, actual: string): string {
  const path = `test/reports/snapshots/${name}`;
  if (process.env["UPDATE_SNAPSHOTS"] === "1") writeFileSync(new URL(path, projectRoot), actual);
  return readProjectFile(path);
}
