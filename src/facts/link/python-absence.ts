/** Whether a module of one of the project's own packages is certainly not there. */
import { isGeneratedPath } from "./generated-paths.js";
import { ancestorsOf, dirOf } from "./paths.js";
import { at, IGNORED, MISSING, type Resolution, UNKNOWN } from "./resolution.js";

export interface PathQuestions {
  /** True when the ignore files exclude a path. */
  isIgnored(path: string): boolean;
  /** True when anything is at this path, read or not. */
  exists(path: string): boolean;
}

/** Written by a compiler of protocols or a build, or by whoever installs it. */
const GENERATED_NAME =
  /_pb2(?:_grpc)?$|^_?_?version(?:_?info)?_?_?$|^_(?:build|git|commit)\w*$|(?:^|_)local(?:_?settings)?$|^local|^secrets?$|_rc$|^ui_|_ui$/;

const inFolder = (folder: string, name: string): string => (folder === "" ? name : `${folder}/${name}`);

export class PythonAbsence {
  readonly #paths: ReadonlySet<string>;
  readonly #folders: ReadonlySet<string>;
  readonly #questions: PathQuestions;
  #known: ReadonlyMap<string, string> | null = null;
  #ends: ReadonlySet<string> | null = null;

  constructor(paths: ReadonlySet<string>, folders: ReadonlySet<string>, questions: PathQuestions) {
    this.#paths = paths;
    this.#folders = folders;
    this.#questions = questions;
  }

  /**
   * The folder from which a file takes a package of the project by its first name. Only one with an `__init__.py`: of others
   * a part may be installed. Null when there is none.
   */
  rootOf(from: string, top: string): string | null {
    const isRoot = (folder: string): boolean =>
      !this.#paths.has(inFolder(folder, "__init__.py")) && this.#paths.has(inFolder(folder, `${top}/__init__.py`));
    return ancestorsOf(dirOf(from)).find(isRoot) ?? null;
  }

  /** What to say of a module that was not found: `root` is the folder in which the search begins. */
  explain(root: string, path: string): Resolution {
    const missing = ancestorsOf(path)
      .toReversed()
      .find((each) => each.length > root.length && !this.#folders.has(each));
    if (missing === undefined) return UNKNOWN;
    const candidates = [`${missing}.py`, `${missing}/__init__.py`];
    if (candidates.some((each) => this.#questions.isIgnored(each))) return IGNORED;
    const name = missing.slice(missing.lastIndexOf("/") + 1);
    if (isGeneratedPath(path) || GENERATED_NAME.test(name)) return IGNORED;
    // A compiled extension, a link, or what was not read.
    if (this.#stems().get(missing.toLowerCase()) === missing) return at("asset", null);
    if ([missing, ...candidates].some((each) => this.#questions.exists(each))) return UNKNOWN;
    // Another folder has it, which may be on the path.
    const inner = root === "" ? path : path.slice(root.length + 1);
    if (this.#moduleEnds().has(inner) || this.#moduleEnds().has(missing.slice(root === "" ? 0 : root.length + 1)))
      return UNKNOWN;
    const lookalike = this.#stems().get(missing.toLowerCase());
    const answer: Resolution = { ...MISSING, missingPath: missing };
    return lookalike === undefined ? answer : { ...answer, lookalike: `${lookalike}.py` };
  }

  /** Paths up to the first dot of their names, by their lower case. */
  #stems(): ReadonlyMap<string, string> {
    this.#known ??= new Map(
      [...this.#paths].map((path) => {
        const stem = path.replace(/\.[^/]*$/, "");
        return [stem.toLowerCase(), stem] as const;
      }),
    );
    return this.#known;
  }

  /** Ends, of two names and more, of the paths of modules and their folders. */
  #moduleEnds(): ReadonlySet<string> {
    if (this.#ends !== null) return this.#ends;
    const ends = new Set<string>();
    for (const path of [...this.#folders, ...[...this.#paths].filter((each) => each.endsWith(".py"))]) {
      const parts = path.replace(/\.py$/, "").split("/");
      for (let from = 0; from < parts.length - 1; from++) ends.add(parts.slice(from).join("/"));
    }
    this.#ends = ends;
    return ends;
  }
}
