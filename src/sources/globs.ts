/** Path globs of the configuration and the command line. */
import picomatch from "picomatch";

/** True when a path (relative, forward slashes) matches. */
export type PathMatcher = (path: string) => boolean;

/**
 * Matches paths against globs. A glob without a slash matches names at any depth, as in an ignore file;
 * a glob that matches a folder also matches everything below it.
 */
export function pathMatcher(globs: readonly string[]): PathMatcher {
  const patterns = globs.flatMap(expand);
  return patterns.length === 0 ? () => false : picomatch(patterns, { dot: true, nonegate: true });
}

/** The folder that every match of a glob lies in; "" when it can be anywhere. */
export function staticBase(glob: string): string {
  const cleaned = clean(glob);
  return cleaned.includes("/") ? picomatch.scan(cleaned).base : "";
}

function expand(glob: string): string[] {
  const cleaned = clean(glob);
  if (cleaned === "") return ["**"];
  const anchored = glob.includes("/") && glob.indexOf("/") < glob.length - 1;
  const pattern = anchored ? cleaned : `**/${cleaned}`;
  return [pattern, `${pattern}/**`];
}

function clean(glob: string): string {
  return glob
    .replace(/^\.?\//, "")
    .replace(/\/+$/, "")
    .replace(/^\.$/, "");
}
