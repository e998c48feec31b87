/** Lock files by name, and the package manager that writes them. */
const LOCKFILES: Readonly<Record<string, string>> = {
  "package-lock.json": "npm",
  "npm-shrinkwrap.json": "npm",
  "pnpm-lock.yaml": "pnpm",
  "yarn.lock": "yarn",
  "bun.lock": "bun",
  "bun.lockb": "bun",
  "deno.lock": "deno",
  "poetry.lock": "poetry",
  "uv.lock": "uv",
  "pdm.lock": "pdm",
  "Pipfile.lock": "pipenv",
};

/** The package manager whose lock file this path is; null when it is none. */
export function lockfileManager(path: string): string | null {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return Object.hasOwn(LOCKFILES, name) ? (LOCKFILES[name] ?? null) : null;
}

/** Folder of a path; '' for the root. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));
