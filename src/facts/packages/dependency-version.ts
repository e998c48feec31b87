import semver from "semver";

/** What a version range says. */
export interface RangeVersion {
  /** Lowest version the range allows; null for a tag, a URL, a path, `*`, `workspace:*` or `catalog:`. */
  readonly version: string | null;
  /** True when every version it allows has the same major. */
  readonly isOneMajor: boolean;
}

/** Real ranges are short; a pathological one would only cost time. */
const LONGEST = 200;
const UNKNOWN: RangeVersion = { version: null, isOneMajor: false };

/** Reads a range as package managers write it: `^1.2`, `npm:x@^1`, `workspace:^1.2.3`, `jsr:@std/path@1`. */
export function readRange(range: string): RangeVersion {
  const bare = bareRange(range);
  const valid = bare === "" || bare.length > LONGEST ? null : semver.validRange(bare, { loose: true });
  if (valid === null || valid === "*") return UNKNOWN;
  const lowest = semver.minVersion(valid);
  if (!lowest || lowest.version === "0.0.0") return UNKNOWN;
  const next = `>=${lowest.major + 1}.0.0-0`;
  return { version: lowest.version, isOneMajor: !semver.intersects(valid, next, { includePrerelease: true }) };
}

/** The range without protocol and alias. */
export function bareRange(range: string): string {
  const text = range.trim();
  const alias = /^(?:npm|jsr):(?:@?[^@]+@)?(.*)$/.exec(text);
  if (alias) return alias[1] ?? "";
  return text.replace(/^workspace:/, "");
}

/** Drops the zeros that a range did not spell out: lowest of `>=18` is 18, not 18.0.0. */
export const shortVersion = (version: string): string => version.replace(/(?:\.0)+$/, "");
