import { z } from "zod";
import { type CoverageReport, dayOf, type FileCoverage } from "./report.js";

const count = z.number().nonnegative();
const summary = z.record(z.string(), z.object({ lines: z.object({ total: count, covered: count }) }));
const python = z.object({
  meta: z.object({ timestamp: z.string().optional() }),
  files: z.record(z.string(), z.object({ summary: z.object({ covered_lines: count, num_statements: count }) })),
});
const istanbul = z.record(
  z.string(),
  z.object({
    path: z.string().optional(),
    s: z.record(z.string(), z.number()),
    statementMap: z.record(z.string(), z.object({ start: z.object({ line: z.number() }) })),
  }),
);

/** Istanbul's coverage-final.json and coverage-summary.json, and coverage.py's JSON; null when it is none of them. */
export function readCoverageJson(value: unknown): CoverageReport | null {
  return readPython(value) ?? readSummary(value) ?? readIstanbul(value);
}

function readPython(value: unknown): CoverageReport | null {
  const report = python.safeParse(value);
  if (!report.success) return null;
  const files = Object.entries(report.data.files).map(([path, file]) => {
    return { path, lines: file.summary.num_statements, covered: file.summary.covered_lines };
  });
  return { format: "coverage.py", writtenOn: dayOf(report.data.meta.timestamp), roots: [], files };
}

function readSummary(value: unknown): CoverageReport | null {
  const report = summary.safeParse(value);
  if (!report.success) return null;
  const files = Object.entries(report.data)
    .filter(([path]) => path !== "total")
    .map(([path, { lines }]) => ({ path, lines: lines.total, covered: lines.covered }));
  const total = report.data["total"]?.lines;
  // Some projects keep the sum alone.
  if (files.length === 0 && total !== undefined) files.push({ path: "", lines: total.total, covered: total.covered });
  return files.length === 0 ? null : { format: "istanbul-summary", writtenOn: null, roots: [], files };
}

function readIstanbul(value: unknown): CoverageReport | null {
  const report = istanbul.safeParse(value);
  if (!report.success) return null;
  const files = Object.entries(report.data).map(([key, { path, s, statementMap }]): FileCoverage => {
    // As Istanbul counts: a line was run when a statement that begins on it was.
    const lines = new Map<number, boolean>();
    for (const [id, { start }] of Object.entries(statementMap))
      lines.set(start.line, lines.get(start.line) === true || (s[id] ?? 0) > 0);
    return { path: path ?? key, lines: lines.size, covered: [...lines.values()].filter(Boolean).length };
  });
  return files.length === 0 ? null : { format: "istanbul", writtenOn: null, roots: [], files };
}
