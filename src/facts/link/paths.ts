/** Repository paths: relative to the root, forward slashes, "" for the root itself. Nothing here touches a disk. */

/** Joins and normalises. Null when the result lies outside the root. */
export function joinPath(dir: string, path: string): string | null {
  const out: string[] = dir === "" ? [] : dir.split("/");
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") out.push(part);
    else if (out.pop() === undefined) return null;
  }
  return out.join("/");
}

/** Folder of a path; "" for the root. */
export function dirOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** The folder itself and every folder above it, nearest first, the root last. */
export function ancestorsOf(dir: string): string[] {
  const out = [dir];
  for (let at = dir; at !== "";) {
    at = dirOf(at);
    out.push(at);
  }
  return out;
}

/** Last extension with its dot, "" when there is none. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot);
}
