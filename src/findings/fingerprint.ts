import { createHash } from "node:crypto";

import type { RuleInfo, RuleRow } from "../shared/rule.js";
import { compareText } from "../shared/compare-text.js";

/**
 * One fingerprint (16 hex digits) per row, in the order of the rows. All failing rows of the rule have to be passed at
 * once: equal ones are told apart by their order in the file, so that neither an edit that moves lines nor a finding in
 * another file changes a fingerprint.
 */
export function fingerprintRows(rule: RuleInfo, rows: readonly RuleRow[]): string[] {
  const groups = new Map<string, { row: RuleRow; index: number }[]>();
  for (const [index, row] of rows.entries()) {
    const key = JSON.stringify([firstId(rule), ...identify(row)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [{ row, index }]);
    else group.push({ row, index });
  }
  const fingerprints: string[] = Array.from({ length: rows.length }, () => "");
  for (const [key, group] of groups) {
    group.sort((a, b) => comparePlaces(a.row, b.row) || a.index - b.index);
    for (const [ordinal, { index }] of group.entries()) fingerprints[index] = hash(`${key}#${ordinal}`);
  }
  return fingerprints;
}

/** A renamed rule keeps the id it began with in its fingerprints, so that baselines and code-scanning alerts survive. */
function firstId(rule: RuleInfo): string {
  return rule.aliases[0] ?? rule.id;
}

/**
 * What makes a row the same row tomorrow. A grouped row is about its object or subject; its file is only the first of
 * many places, and would change as soon as an earlier one turns up.
 */
function identify(row: RuleRow): (string | null)[] {
  const isNamed = row.object !== null || row.subject !== null;
  const file = row.locations.length > 0 && isNamed ? null : row.file;
  return [file, row.object, row.subject];
}

function comparePlaces(a: RuleRow, b: RuleRow): number {
  return compareText(a.file ?? "", b.file ?? "") || (a.line ?? 0) - (b.line ?? 0);
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
