import picomatch from "picomatch";
import type { PackageRow, WorkspaceRow } from "../rows.js";

/** For every workspace member its workspace's root folder; the root itself is not a member. */
export function findWorkspaces(
  packages: readonly PackageRow[],
  workspaces: readonly WorkspaceRow[],
): Map<string, string> {
  const rootOf = new Map<string, string>();
  // Deeper roots last: a workspace inside a member claims its own packages.
  const roots = [...groupByFolder(workspaces)].sort(([a], [b]) => a.length - b.length);
  for (const [root, patterns] of roots) {
    const isMember = memberTest(patterns);
    const prefix = root === "" ? "" : `${root}/`;
    for (const { dir } of packages)
      if (dir !== root && dir.startsWith(prefix) && isMember(dir.slice(prefix.length))) rootOf.set(dir, root);
  }
  return rootOf;
}

function groupByFolder(workspaces: readonly WorkspaceRow[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { package_dir, pattern } of workspaces) {
    const group = groups.get(package_dir);
    if (group) group.push(pattern);
    else groups.set(package_dir, [pattern]);
  }
  return groups;
}

/** `packages/*`, `./apps/web/`, `!fixtures/**`: an exclusion holds wherever it stands. */
function memberTest(patterns: readonly string[]): (dir: string) => boolean {
  const included = patterns.filter((pattern) => !pattern.startsWith("!"));
  const excluded = patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => pattern.slice(1));
  const matches = compile(included);
  const isExcluded = compile(excluded);
  return (dir) => matches(dir) && !isExcluded(dir);
}

/** Longer than any real glob. Extended globs stay off: they can be made to backtrack for ever. */
const LONGEST_GLOB = 200;

function compile(patterns: readonly string[]): (dir: string) => boolean {
  const globs = patterns
    .map((pattern) => pattern.replace(/^\.?\//, "").replace(/\/(?:package\.json)?$/, ""))
    .filter((glob) => glob !== "" && glob.length <= LONGEST_GLOB);
  return picomatch(globs, { noextglob: true });
}
