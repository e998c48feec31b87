import type { LockedPackageRow } from "../rows.js";
import { normalizedName } from "./extract-python-manifest.js";
import { folderOf } from "./lockfiles.js";

/**
 * Packages that a lock file puts where the code below it can load them. Read line by line: what is asked is which names
 * there are, and a lock file can be many megabytes. What pnpm keeps apart from the code is listed like the rest.
 */
export function lockedPackages(path: string, manager: string, text: string): LockedPackageRow[] {
  const read = READERS[manager];
  if (!read) return [];
  const rows = new Map<string, LockedPackageRow>();
  for (const { dir, name, isDevelopment } of read(text)) {
    const found = isPythonLock(manager) ? normalizedName(name) : name;
    const package_dir = [folderOf(path), dir].filter((part) => part !== "").join("/");
    const known = rows.get(`${package_dir} ${found}`);
    if (known) known.is_development &&= isDevelopment;
    else rows.set(`${package_dir} ${found}`, { package_dir, name: found, is_development: isDevelopment, file: path });
  }
  return [...rows.values()];
}

const isPythonLock = (manager: string): boolean => /^(?:uv|poetry|pdm|pipenv)$/.test(manager);

interface LockedName {
  /** Folder whose node_modules holds it, relative to the lock file. */
  readonly dir: string;
  readonly name: string;
  /** Left out by `npm ci --omit=dev`. */
  readonly isDevelopment: boolean;
}

const READERS: Readonly<Record<string, (text: string) => Iterable<LockedName>>> = {
  npm: npmNames,
  yarn: (text) => namesBy(text, /^"?((?:@[^@/"]+\/)?[^@\s"#/:]+)@/),
  bun: (text) => namesBy(text, /^ {4}"((?:@[^@/"]+\/)?[^@/"]+)": \[/),
  // Beside its own packages a uv.lock names the project itself, which installs nothing that is asked for.
  uv: (text) => namesBy(text, /^name = "([^"]+)"/),
  poetry: (text) => namesBy(text, /^name = "([^"]+)"/),
  pdm: (text) => namesBy(text, /^name = "([^"]+)"/),
  pipenv: (text) => namesBy(text, /^ {8}"([A-Za-z0-9][\w.-]*)": \{/),
  // `/name/1.0.0:` up to version 5, `/name@1.0.0:` in version 6, `name@1.0.0:` since.
  pnpm: (text) => namesBy(text, /^ {2}'?\/?((?:@[^@/']+\/)?[^@/'\s:]+)[@/]\d/),
};

function* namesBy(text: string, pattern: RegExp): Iterable<LockedName> {
  for (const line of text.split("\n")) {
    const name = pattern.exec(line)?.[1];
    if (name !== undefined) yield { dir: "", name, isDevelopment: false };
  }
}

/** `"packages/web/node_modules/zod": {`; a package inside another one is nobody else's. */
const NPM_ENTRY = /^ {4}"(?:((?!node_modules\/)[^"]*?)\/)?node_modules\/((?:@[^/"]+\/)?[^/"]+)": \{/;
/** Of lock files before npm 7, and only of their outermost list. */
const OLD_NPM_ENTRY = /^ {4}"((?:@[^/"]+\/)?[^/"]+)": \{/;

function* npmNames(text: string): Iterable<LockedName> {
  const isOld = !/"lockfileVersion": [23]\b/.test(text.slice(0, 2000));
  let current: { dir: string; name: string; isDevelopment: boolean } | null = null;
  for (const line of text.split("\n")) {
    const entry = (isOld ? OLD_NPM_ENTRY : NPM_ENTRY).exec(line);
    if (entry) {
      if (current) yield current;
      current = { dir: isOld ? "" : (entry[1] ?? ""), name: (isOld ? entry[1] : entry[2]) ?? "", isDevelopment: false };
    } else if (line.startsWith("    }")) {
      if (current) yield current;
      current = null;
    } else if (current && line.startsWith('      "dev": true')) current.isDevelopment = true;
  }
}
