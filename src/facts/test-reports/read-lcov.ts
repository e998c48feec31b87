import type { CoverageReport, FileCoverage } from "./report.js";

/** `SF:path`, `DA:line,hits`, `LF:lines`, `LH:lines hit`, `end_of_record`; null when the text is something else. */
export function readLcov(text: string): CoverageReport | null {
  const files = new Map<string, FileCoverage>();
  let path: string | null = null;
  let found = newCount();
  for (const line of text.split("\n")) {
    const record = line.trimEnd();
    if (record.startsWith("SF:")) {
      path = record.slice(3);
      found = newCount();
    } else if (record === "end_of_record" && path !== null) {
      files.set(path, best(files.get(path), { path, ...counted(found) }));
      path = null;
    } else if (path !== null) note(found, record);
  }
  return files.size === 0 ? null : { format: "lcov", writtenOn: null, roots: [], files: [...files.values()] };
}

interface Count {
  lines: number | null;
  covered: number | null;
  readonly hits: Map<string, boolean>;
}

const newCount = (): Count => ({ lines: null, covered: null, hits: new Map() });

function note(count: Count, record: string): void {
  const [, kind, value = "", hits = ""] = /^(LF|LH|DA):(\d+)(?:,(-?\d+))?/.exec(record) ?? [];
  if (kind === "LF") count.lines = Number(value);
  else if (kind === "LH") count.covered = Number(value);
  else if (kind === "DA") count.hits.set(value, count.hits.get(value) === true || Number(hits) > 0);
}

/** The lines themselves say more than their sums: some tools write the sums of something else. */
function counted({ lines, covered, hits }: Count): { lines: number; covered: number } {
  if (hits.size > 0) return { lines: hits.size, covered: [...hits.values()].filter(Boolean).length };
  return { lines: lines ?? 0, covered: Math.min(covered ?? 0, lines ?? 0) };
}

/** A file that several test runs name counts once, as the run that saw most of it. */
const best = (known: FileCoverage | undefined, file: FileCoverage): FileCoverage =>
  known !== undefined && known.covered >= file.covered ? known : file;
