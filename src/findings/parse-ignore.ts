/** What an ignore comment says, without where it stands. */
export interface IgnoreDirective {
  readonly scope: "next-line" | "line" | "file";
  readonly rules: readonly string[];
  readonly reason: string | null;
  /** YYYY-MM-DD, the last day it holds; null = for good. */
  readonly until: string | null;
  /** What is wrong with it, and how to write it; null when it can be understood. A malformed one has no effect. */
  readonly malformed: string | null;
}

const SCOPES = new Map<string, IgnoreDirective["scope"]>([
  ["-next-line", "next-line"],
  ["-line", "line"],
  ["-file", "file"],
]);

/**
 * Reads the text of a comment that starts with `prodcheck-ignore`, its closing mark cut off:
 * `prodcheck-ignore-next-line rule-a, rule-b until:2027-01-01 -- reason`. Null when it is another word.
 */
export function parseIgnore(comment: string): IgnoreDirective | null {
  const [word = "", suffix = ""] = /^prodcheck-ignore((?:-[a-z]+)*)(?![\w-]*\w)/.exec(comment) ?? [];
  if (word === "") return null;
  const scope = SCOPES.get(suffix);
  const { head, reason: rawReason } = splitReason(comment.slice(word.length));
  const { rest, until: earlyUntil } = takeUntil(head, /(?:^|[\s,])until:(\S*)/);
  const { rest: reason, until: lateUntil } = takeUntil(rawReason, /(?:^|\s)until:(\d{4}-\d{2}-\d{2})(?=[\s,.;)]|$)/);
  const until = earlyUntil ?? lateUntil;
  const rules = rest
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return {
    scope: scope ?? "line",
    rules,
    reason: reason === "" ? null : reason,
    until: until !== null && isDate(until) ? until : null,
    malformed: scope === undefined ? describeScope(word) : describeMistake(rules, until),
  };
}

function splitReason(text: string): { head: string; reason: string } {
  const separator = /(?:^|\s)-{2,}(?:\s|$)/.exec(text);
  if (separator === null) return { head: text, reason: "" };
  return { head: text.slice(0, separator.index), reason: text.slice(separator.index + separator[0].length) };
}

function takeUntil(text: string, pattern: RegExp): { rest: string; until: string | null } {
  const match = pattern.exec(text);
  if (match === null) return { rest: text.trim(), until: null };
  const rest = `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`;
  return { rest: rest.trim(), until: match[1] ?? "" };
}

function describeScope(word: string): string {
  return `\`${word}\` does nothing. Write \`prodcheck-ignore-next-line\`, \`prodcheck-ignore-line\` or \`prodcheck-ignore-file\`.`;
}

function describeMistake(rules: readonly string[], until: string | null): string | null {
  if (until !== null && !isDate(until)) return `\`until:${until}\` is not a date. Write it as until:2027-01-31.`;
  if (rules.length === 0)
    return "It names no rule. Write the rule's id after it: an ignore holds for named rules only.";
  const strange = rules.find((name) => !/^[a-z0-9]+(?:[-_/.][a-z0-9]+)*$/i.test(name));
  if (strange === undefined) return null;
  return `\`${strange}\` is not a rule id. Separate ids with commas, and write the reason after \` -- \`.`;
}

/** True for a day that exists: `2027-02-30` would silently become March. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
