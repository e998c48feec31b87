import { closestName } from "../shared/closest-name.js";
import { compareText } from "../shared/compare-text.js";
import type { Finding, IgnoreProblem, Suppression } from "../shared/result.js";
import type { Place } from "../shared/rule.js";
import type { IgnoreComment } from "./ignore-comments.js";
import type { KnownRules } from "./known-rules.js";

/** One rule of one comment, under the rule's id of today. */
interface Ignore {
  readonly comment: IgnoreComment;
  readonly rule: string;
  /** As the comment spells it. */
  readonly written: string;
  isUsed: boolean;
}

/**
 * Suppresses what the comments ignore, and reports the comments that need attention. Only a comment with a reason that
 * has not expired suppresses anything. Of a finding with many places only the ignored ones go; it is suppressed when none
 * is left. `asOf` is YYYY-MM-DD.
 */
export function applyIgnores(
  findings: readonly Finding[],
  comments: readonly IgnoreComment[],
  asOf: string,
  known: KnownRules,
): { findings: Finding[]; problems: IgnoreProblem[] } {
  if (comments.length === 0) return { findings: [...findings], problems: [] };
  const problems = comments.flatMap((comment) => judgeComment(comment, asOf, known));
  const ignores = comments.flatMap((comment) => readIgnores(comment, asOf, known));
  const lookup = new Map<string, Ignore[]>();
  for (const ignore of ignores) {
    const key = keyOf(ignore.rule, ignore.comment.file, ignore.comment.targetLine);
    const same = lookup.get(key);
    if (same === undefined) lookup.set(key, [ignore]);
    else same.push(ignore);
  }
  const judged = findings.map((finding) => applyToFinding(finding, lookup));
  const unused = ignores.filter((ignore) => !ignore.isUsed && known.answered.has(ignore.rule));
  const reported = unused.length === 0 ? new Map<string, number[]>() : collectLines(findings);
  problems.push(...unused.map((ignore) => describeUnused(ignore, reported)));
  return { findings: judged, problems: problems.sort(compareProblems) };
}

function keyOf(rule: string, file: string, line: number | null): string {
  return `${rule}\n${file}\n${line ?? ""}`;
}

function applyToFinding(finding: Finding, lookup: ReadonlyMap<string, Ignore[]>): Finding {
  if (finding.suppressed !== null) return finding;
  let last: Ignore | null = null;
  const left: Place[] = [];
  for (const place of finding.locations) {
    const ignore = findIgnore(finding.rule, place, lookup);
    if (ignore === null) left.push(place);
    else last = ignore;
  }
  if (last === null) return finding;
  const first = left[0];
  if (first === undefined) return { ...finding, suppressed: suppressionOf(last.comment) };
  return { ...finding, file: first.file, line: first.line, locations: left };
}

/** Every comment that covers the place counts as used: which of two is the redundant one is for people to say. */
function findIgnore(rule: string, place: Place, lookup: ReadonlyMap<string, Ignore[]>): Ignore | null {
  const onLine = place.line === null ? [] : (lookup.get(keyOf(rule, place.file, place.line)) ?? []);
  const inFile = lookup.get(keyOf(rule, place.file, null)) ?? [];
  const covering = [...onLine, ...inFile];
  for (const ignore of covering) ignore.isUsed = true;
  return covering[0] ?? null;
}

function suppressionOf({ reason, file, line, until }: IgnoreComment): Suppression {
  return { kind: "ignore", reason, file, line, until };
}

function readIgnores(comment: IgnoreComment, asOf: string, known: KnownRules): Ignore[] {
  if (comment.malformed !== null || comment.reason === null || isExpired(comment, asOf)) return [];
  return comment.rules.flatMap((written) => {
    const rule = known.ids.get(written);
    return rule === undefined ? [] : [{ comment, rule, written, isUsed: false }];
  });
}

function isExpired(comment: IgnoreComment, asOf: string): boolean {
  return comment.until !== null && comment.until < asOf;
}

/** What is wrong with a comment before it is held against the findings. */
function judgeComment(comment: IgnoreComment, asOf: string, known: KnownRules): IgnoreProblem[] {
  const { file, line, rules, malformed, reason, until } = comment;
  const rule = rules.length === 1 ? (rules[0] ?? null) : null;
  if (malformed !== null) return [{ kind: "malformed", file, line, rule: null, message: malformed }];
  const problems: IgnoreProblem[] = [];
  for (const name of rules) {
    if (known.ids.has(name)) continue;
    const meant = closestName(name, known.ids.keys());
    const hint = meant === null ? "`prodcheck rules list` names them all." : `Did you mean \`${meant}\`?`;
    problems.push({ kind: "unknown-rule", file, line, rule: name, message: `There is no rule \`${name}\`. ${hint}` });
  }
  if (reason === null) {
    const message = "It gives no reason, so it has no effect. Say why after ` -- `.";
    problems.push({ kind: "without-reason", file, line, rule, message });
  } else if (isExpired(comment, asOf)) {
    const message = `It ran out on ${until ?? ""} and has no effect any more. Fix the finding, or set a later date.`;
    problems.push({ kind: "expired", file, line, rule, message });
  }
  return problems;
}

/** Rule and file → the lines it is reported on, so that a comment one line off can say so. */
function collectLines(findings: readonly Finding[]): Map<string, number[]> {
  const lines = new Map<string, number[]>();
  for (const { rule, locations } of findings) {
    for (const { file, line } of locations) {
      if (line === null) continue;
      const key = keyOf(rule, file, null);
      const known = lines.get(key);
      if (known === undefined) lines.set(key, [line]);
      else known.push(line);
    }
  }
  return lines;
}

/** How far off a comment may stand to be told where it belongs. */
const NEAR = 10;

function describeUnused({ comment, rule, written }: Ignore, reported: ReadonlyMap<string, number[]>): IgnoreProblem {
  const { file, line, targetLine } = comment;
  const lines = reported.get(keyOf(rule, file, null)) ?? [];
  const near = targetLine === null ? undefined : nearest(lines, targetLine);
  const message =
    targetLine === null
      ? `\`${written}\` is not reported in this file. Remove the comment.`
      : near === undefined
        ? `\`${written}\` is not reported on line ${targetLine}. Remove the comment.`
        : `\`${written}\` is not reported on line ${targetLine}, but on line ${near}. Move the comment there, or remove it.`;
  return { kind: "unused", file, line, rule: written, message };
}

function nearest(lines: readonly number[], target: number): number | undefined {
  let best: number | undefined;
  for (const line of lines) {
    const distance = Math.abs(line - target);
    if (distance <= NEAR && (best === undefined || distance < Math.abs(best - target))) best = line;
  }
  return best;
}

function compareProblems(a: IgnoreProblem, b: IgnoreProblem): number {
  return compareText(a.file, b.file) || a.line - b.line || compareText(a.rule ?? "", b.rule ?? "");
}
