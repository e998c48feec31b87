import { join } from "node:path";
import { readRegularFile } from "./file-system.js";

/** The folders that `.gitmodules` of a working tree declares to be other repositories, relative to that tree. */
export function readSubmodulePaths(workTree: string): string[] {
  const text = readRegularFile(join(workTree, ".gitmodules"))?.toString("utf8") ?? "";
  return [...text.matchAll(/^[ \t]*path[ \t]*=[ \t]*"?([^"\r\n]+?)"?[ \t]*$/gm)].flatMap(([, path]) =>
    path === undefined ? [] : [path.replace(/\/+$/, "")],
  );
}
