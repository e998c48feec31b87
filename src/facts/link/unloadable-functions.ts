import type { FactSet } from "../fact-set.js";

/** A platform's function in JavaScript: Node loads it as it stands. */
const FUNCTION_FILE = /^(api|netlify\/functions)\/.*\.js$/;

/**
 * Functions in CommonJS under `"type": "module"`: they call `require` while they load, which is not there, and import
 * nothing in the way of ES modules (createRequire would be). They answer nothing.
 */
export function unloadableFunctions(facts: FactSet): ReadonlySet<string> {
  const modules = new Set((facts.package ?? []).filter((row) => row.module_type === "module").map(({ dir }) => dir));
  const inModules = new Set<string>();
  for (const { path, package_dir: dir } of facts.file ?? []) {
    if (dir !== null && modules.has(dir) && FUNCTION_FILE.test(dir === "" ? path : path.slice(dir.length + 1)))
      inModules.add(path);
  }
  const found = new Set<string>();
  for (const { file, kind, function_id: owner, in_try: isOptional } of facts.import ?? []) {
    if (kind === "require" && owner === null && !isOptional && inModules.has(file)) found.add(file);
  }
  for (const { file, kind } of facts.import ?? []) if (kind === "import") found.delete(file);
  return found;
}
