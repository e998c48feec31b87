/** Numbers and facts of a result as words, the same in every format that people read. */
import type { AuditResult, Finding, Score } from "../shared/result.js";
import { SEVERITIES, type Place, type Severity } from "../shared/rule.js";

/** `plural(1, "finding")` = "1 finding", `plural(3, "finding")` = "3 findings". */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : nouns}`;
}

/** Thousands separated, the same on every machine whatever its locale. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** One decimal where there is one: 82, 61.5. */
export function formatNumber(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** "15 min", "1 h 30 min", "3 days" (of eight hours). */
export function formatEffort(minutes: number): string {
  if (minutes < 60) return `${Math.round(minutes)} min`;
  if (minutes < 16 * 60) {
    const rest = Math.round(minutes % 60);
    return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
  }
  return `${formatNumber(Math.round((minutes / 480) * 2) / 2)} days`;
}

/** "costs 3.2 points", "costs less than 0.1 points"; null for a finding that is not scored. */
export function formatPoints(points: number): string | null {
  if (points <= 0) return null;
  if (points < 0.05) return "costs less than 0.1 points";
  const shown = formatNumber(points);
  return `costs ${shown} ${shown === "1" ? "point" : "points"}`;
}

/** The same for one of many findings, where less than a tenth of a point is not worth a word. */
export function formatShare(points: number): string | null {
  return points < 0.05 ? null : formatPoints(points);
}

export function formatDuration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${formatNumber(ms / 1000)} s`;
}

export function formatPlace(place: { readonly file: string; readonly line: number | null }): string {
  return place.line === null ? place.file : `${place.file}:${place.line}`;
}

/** Where a finding points: file and line, else the object, else the repository as a whole. */
export function whereOf(item: {
  readonly file: string | null;
  readonly line: number | null;
  readonly object: string | null;
}): string {
  if (item.file !== null) return formatPlace({ file: item.file, line: item.line });
  return item.object ?? "whole repository";
}

/** Every place of a finding, the primary one first and once. */
export function placesOf(finding: Finding): Place[] {
  const places: Place[] = finding.file === null ? [] : [{ file: finding.file, line: finding.line }];
  const seen = new Set(places.map(formatPlace));
  for (const place of finding.locations) {
    const key = formatPlace(place);
    if (seen.has(key)) continue;
    seen.add(key);
    places.push(place);
  }
  return places;
}

export function openFindings(result: AuditResult): Finding[] {
  return result.findings.filter((finding) => finding.suppressed === null);
}

export function countBySeverity(findings: readonly Finding[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const finding of findings) counts[finding.severity] += 1;
  return counts;
}

/** "2 critical, 5 high, 12 low" or "no findings". */
export function severityPhrase(findings: readonly Finding[]): string {
  const counts = countBySeverity(findings);
  const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map(
    (severity) => `${formatCount(counts[severity])} ${severity}`,
  );
  return parts.length === 0 ? "no findings" : parts.join(", ");
}

export function scorePhrase(score: Score): string {
  return score.total === null ? "no score" : `${formatNumber(score.total)} / 100`;
}

/** Why the total is lower than the categories suggest; null when no cap bites. */
export function capPhrase(score: Score): string | null {
  if (score.cap === null || score.uncapped === null || score.uncapped <= score.cap) return null;
  const cause = score.cap < 69 ? "Three or more criticals are open" : "A critical is open";
  return `${cause}, so the total stops at ${score.cap}. Without the cap it would be ${formatNumber(score.uncapped)}.`;
}

export function coveragePhrase(score: Score): string {
  const { answered, applicable } = score.coverage;
  if (applicable === 0) return "No check applies to this repository.";
  if (answered === applicable) return `All checks that apply could be answered (${applicable}).`;
  return `${answered} of ${applicable} checks that apply could be answered.`;
}

/** "3 by ignore comments, 1 by the baseline"; null when nothing is suppressed. */
export function suppressedPhrase(result: AuditResult): string | null {
  const suppressed = result.findings.filter((finding) => finding.suppressed !== null);
  if (suppressed.length === 0) return null;
  const ignored = suppressed.filter((finding) => finding.suppressed?.kind === "ignore").length;
  const known = suppressed.length - ignored;
  const parts = [
    ignored > 0 ? `${formatCount(ignored)} by ignore comments` : null,
    known > 0 ? `${formatCount(known)} by the baseline (still scored)` : null,
  ].filter((part) => part !== null);
  return `${plural(suppressed.length, "finding")} suppressed: ${parts.join(", ")}.`;
}

/** "12 binary, 3 too-large"; null when every path was read. */
export function skippedPhrase(result: AuditResult): string | null {
  if (result.skipped.length === 0) return null;
  const counts = new Map<string, number>();
  for (const { reason } of result.skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const parts = [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .map(([reason, count]) => `${formatCount(count)} ${reason}`);
  return `Not read: ${parts.join(", ")}.`;
}

/** A word a shell takes as it is, quoted when it has to be. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith("-") ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The command that gives this result again. */
export function reproduceCommand(result: AuditResult): string {
  const audit = `audit ${shellWord(result.target.path)}${catalogFlag(result)}`;
  return `npx prodcheck@${result.tool.version} ${audit} --as-of ${result.asOf}`;
}

/** The flags that give an audit the same schema and project, with a space before. Addresses and keys are not known here. */
export const catalogFlag = ({ target }: AuditResult): string => `${schemaFlag(target)}${projectFlags(target)}`;

function schemaFlag({ catalog }: AuditResult["target"]): string {
  if (catalog?.source === "live") return " --db env:DATABASE_URL";
  return catalog?.source === "snapshot" ? ` --schema ${shellWord(catalog.name)}` : "";
}

function projectFlags({ supabase }: AuditResult["target"]): string {
  if (!supabase) return "";
  const anon = supabase.anon === null ? "" : " --supabase-anon-key env:SUPABASE_ANON_KEY";
  const service = supabase.service === null ? "" : " --supabase-service-key env:SUPABASE_SERVICE_ROLE_KEY";
  return ` --supabase-url env:SUPABASE_URL${anon}${service}`;
}
