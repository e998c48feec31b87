import { join } from "node:path";
import { readRegularFile } from "./file-system.js";

/** The folders that `.gitmodules` of a working tree declares to be other repositories, relative to that tree and inside it. */
export function readSubmodulePaths(workTree: string): string[] {
  const text = readRegularFile(join(workTree, ".gitmodules"))?.toString("utf8") ?? "";
  const paths = [...text.matchAll(/^[ \t]*path[ \t]*=[ \t]*"?([^"\r\n]+?)"?[ \t]*$/gm)].map(([, path = ""]) => path);
  return paths
    .map((path) => path.replace(/\/+$/, ""))
    .filter((path) => path !== "" && !/^\/|(^|\/)\.\.(\/|$)/.test(path));
}
