/**
 * - file, asset: a path of this repository, with or without code in it;
 * - workspace: another package of this repository, by name (`resolvedFile` is null when its source could not be found);
 * - package: from a registry; builtin: the runtime's own;
 * - virtual: made up by a bundler or framework, or named by URL, import map or node_modules path (`package` then says which
 *   package that is): no manifest of the importing file has to declare it;
 * - ignored: generated, or kept out of git: absent from a clone on purpose;
 * - missing: nothing can be there; unknown: an alias or a place that cannot be read.
 */
export interface Resolution {
  readonly resolution:
    | "file"
    | "asset"
    | "package"
    | "builtin"
    | "workspace"
    | "virtual"
    | "ignored"
    | "missing"
    | "unknown";
  readonly resolvedFile: string | null;
  readonly package: string | null;
  /** Of what is missing: the file whose path differs in letter case only. */
  readonly lookalike?: string;
  /** Of what is missing: where it should be, without code extension and `/index`. */
  readonly missingPath?: string;
}

/** Short for a resolution. */
export const at = (
  resolution: Resolution["resolution"],
  resolvedFile: string | null,
  name: string | null = null,
): Resolution => ({ resolution, resolvedFile, package: name });

export const MISSING: Resolution = at("missing", null);
export const UNKNOWN: Resolution = at("unknown", null);
export const VIRTUAL: Resolution = at("virtual", null);
export const IGNORED: Resolution = at("ignored", null);
