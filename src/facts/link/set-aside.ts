import { isKeptFolder, isPutAwayFolder } from "../../shared/set-aside-folders.js";
import type { FileRow } from "../rows.js";

/** Below these a folder is part of an address, or the name of a function. */
const SERVED = new Set(["app", "pages", "routes", "api", "functions"]);

/**
 * Code in a folder that is called so as to say that it was set aside. Whether that is true, its imports tell: nothing outside of
 * the folder leads there.
 */
export function isSetAside({ path, language, package_dir: dir }: FileRow): boolean {
  const folders = path.toLowerCase().split("/").slice(0, -1);
  const served = folders.findIndex((folder) => SERVED.has(folder));
  const own = dir ? dir.split("/").length : 0;
  return (served === -1 ? folders : folders.slice(0, served)).some(
    // `apps/legacy` may be a product; what is called so inside of a package is not.
    (folder, at) => isKeptFolder(folder) || (language !== "python" && at >= own && isPutAwayFolder(folder)),
  );
}

/** The manifest of a package that was set aside as a whole names what nobody starts. */
export const isKeptPackage = (dir: string): boolean =>
  dir
    .toLowerCase()
    .split("/")
    .some((folder) => isKeptFolder(folder));
