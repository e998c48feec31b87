import type { SecretSighting } from "./secret-sightings.js";
import type { Repository, RepositoryFile } from "./repository.js";

/** How `sources/` looks at a file; passed in, so that an example repository is read exactly as a real one. */
export interface FileReading {
  classify(path: string, text: string): Pick<RepositoryFile, "language" | "role">;
  /** Masks secrets in place. Left out: the text as it is. */
  mask?(text: string, path: string): string;
  /** Secrets of a text, masked. Left out: nobody looks. */
  findSecrets?(path: string, text: string, masked: string): SecretSighting[];
  /** Whether ignore files exclude a path. Left out: nothing is ignored. */
  isIgnored?(path: string): boolean;
}

/** A repository that exists only in memory: path → text. Used for the examples of rules and in tests. */
export function memoryRepository(texts: Readonly<Record<string, string>>, reading: FileReading): Repository {
  const paths = Object.keys(texts).sort();
  const folders = new Set(paths.flatMap(parentFolders));
  const files = paths.map((path): RepositoryFile => {
    const text = texts[path] ?? "";
    return { path, ...reading.classify(path, text), bytes: Buffer.byteLength(text) };
  });
  const secrets: SecretSighting[] = [];
  return {
    root: "/memory",
    secrets,
    files,
    skipped: [],
    readText(file) {
      if (!Object.hasOwn(texts, file.path)) return null;
      const text = texts[file.path] ?? "";
      const masked = reading.mask ? reading.mask(text, file.path) : text;
      secrets.push(...(reading.findSecrets?.(file.path, text, masked) ?? []));
      return masked;
    },
    isIgnored: (path) => reading.isIgnored?.(path) ?? false,
    isTracked: () => null,
    exists: (path) => Object.hasOwn(texts, path) || folders.has(path),
    readHistory: () => null,
  };
}

/** `a/b/c.ts` → "", "a", "a/b" */
function parentFolders(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(0, index).join("/"));
}
