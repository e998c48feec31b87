/** Joins two path parts with one slash; parameters in braces become :name. */
export function joinPaths(prefix: string, path: string): string {
  const joined = `/${prefix}/${path}`.replace(/\/+/g, "/").replace(/\{(\w+)\}/g, ":$1");
  return joined.length > 1 && joined.endsWith("/") ? joined.slice(0, -1) : joined;
}
