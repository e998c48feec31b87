/** What a Python import means, answered from paths alone: a file of the repository, the standard library, or a package. */
import { ancestorsOf, dirOf, joinPath } from "./paths.js";
import { PythonAbsence, type PathQuestions } from "./python-absence.js";
import { at, type Resolution, UNKNOWN } from "./resolution.js";
import { isStandardModule } from "./python-standard-modules.js";

/** Folders that projects put on the path beside the one they are started in. */
const SOURCE_FOLDERS = ["", "src", "app", "backend", "server", "api"];

interface Known {
  readonly paths: ReadonlySet<string>;
  /** Folders with Python in them, directly or further down. */
  readonly folders: ReadonlySet<string>;
  readonly absence: PythonAbsence;
}

export type PythonResolver = (fromFile: string, specifier: string) => Resolution;

/** @param paths every path the audit knows. */
export function createPythonResolver(paths: ReadonlySet<string>, questions: PathQuestions): PythonResolver {
  const folders = new Set(
    [...paths].filter((path) => path.endsWith(".py")).flatMap((path) => ancestorsOf(dirOf(path))),
  );
  const absence = new PythonAbsence(paths, folders, questions);
  const known: Known = { paths, folders, absence };
  const answers = new Map<string, Resolution>();
  return (fromFile, specifier) => {
    const [top] = specifier.split(".");
    // utils/stripe.py that imports stripe does not mean itself.
    const isNamesake = fromFile.endsWith(`/${top}.py`) || fromFile === `${top}.py`;
    const key = `${isNamesake ? fromFile : dirOf(fromFile)}\0${specifier}`;
    const answered = answers.get(key);
    if (answered) return answered;
    const answer = specifier.startsWith(".")
      ? resolveRelative(known, fromFile, specifier)
      : resolveAbsolute(known, fromFile, specifier);
    answers.set(key, answer);
    return answer;
  };
}

/** `.a.b` from beside the file, `..a` from the folder above. */
function resolveRelative({ paths, folders, absence }: Known, from: string, specifier: string): Resolution {
  const dots = specifier.length - specifier.replace(/^\.+/, "").length;
  const base = joinPath(dirOf(from), "../".repeat(dots - 1) || ".");
  if (base === null) return UNKNOWN;
  const path = joinPath(base, specifier.slice(dots).replaceAll(".", "/") || ".");
  if (path === null) return UNKNOWN;
  return findModule(paths, folders, path) ?? absence.explain(base, path);
}

function resolveAbsolute({ paths, folders, absence }: Known, from: string, specifier: string): Resolution {
  const names = specifier.split(".");
  const [top = specifier] = names;
  if (isStandardModule(top)) return at("builtin", null);
  // The nearest folder that has it: where the process is started is not written down.
  for (const folder of ancestorsOf(dirOf(from))) {
    for (const source of SOURCE_FOLDERS) {
      const path = [folder, source, ...names].filter((part) => part !== "").join("/");
      const found = findModule(paths, folders, path);
      // What lies inside a package is imported through it: app/alembic/ is not `alembic`.
      const isInside = paths.has(folder === "" ? "__init__.py" : `${folder}/__init__.py`);
      if (found && !(isInside && found.resolvedFile === null) && found.resolvedFile !== from) return found;
    }
  }
  // A part of the path that is the project's own: what is below is generated, or written in another language.
  const isOwn = ancestorsOf(dirOf(from)).some((folder) => folders.has(folder === "" ? top : `${folder}/${top}`));
  if (!isOwn) return at("package", null, distributionOf(names));
  const root = absence.rootOf(from, top);
  return root === null ? UNKNOWN : absence.explain(root, [root, ...names].filter((part) => part !== "").join("/"));
}

function findModule(paths: ReadonlySet<string>, folders: ReadonlySet<string>, path: string): Resolution | null {
  for (const file of [`${path}.py`, path === "" ? "__init__.py" : `${path}/__init__.py`, `${path}.pyi`]) {
    if (paths.has(file)) return at("file", file);
  }
  // A folder without __init__.py is a package too; it holds no names of its own.
  return folders.has(path) ? at("workspace", null) : null;
}

/** `google.cloud.storage` is installed by itself; of other packages the first name says which. */
function distributionOf(names: readonly string[]): string {
  const [top = ""] = names;
  return /^(?:google|azure)$/.test(top) ? names.slice(0, 3).join(".") : top;
}
