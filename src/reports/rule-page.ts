/** The page of one rule, and the index of all, as Markdown: what `prodcheck explain` prints and `docs/rules` holds. */
import { extname } from "node:path/posix";
import { CATEGORIES, type RuleInfo } from "../shared/rule.js";
import { codeBlock, codeSpan, escapeBlocks, escapeMarkdown, linkTo, tableRow } from "./markdown-text.js";
import { formatEffort } from "./phrases.js";

/** A page shows this many of each; the rule file holds them all. */
const SHOWN_EXAMPLES = 2;

interface GoodExample {
  readonly name: string;
  /** Path → text. */
  readonly files: Readonly<Record<string, string>>;
}

interface BadExample extends GoodExample {
  /** The places that are reported, as the rule file writes them. */
  readonly findings: readonly string[];
}

export interface PageRule {
  readonly info: RuleInfo;
  readonly examples: { readonly bad: readonly BadExample[]; readonly good: readonly GoodExample[] };
}

/** What the rule finds, why it matters, what to do, and, from its own executed examples, what it finds and what not. */
export function renderRulePage({ info, examples }: PageRule): string {
  const links = info.references.map(linkTo).filter((link) => link !== null);
  const blocks = [
    `# ${info.id}`,
    `${escapeMarkdown(info.title)}.`,
    propertyLine(info),
    "## Why",
    ...escapeBlocks(info.why),
    "## What to do",
    ...escapeBlocks(info.fix.summary),
    ...(info.fix.example === null ? [] : [codeBlock(info.fix.example)]),
    ...(info.verify === null ? [] : [`Check that it worked: ${codeSpan(info.verify)}`]),
    "## Bad",
    ...shown(examples.bad).flatMap(badBlocks),
    "## Good",
    ...shown(examples.good).flatMap(goodBlocks),
    ...trapBlocks(examples),
    ...(links.length === 0 ? [] : ["## References", links.map((link) => `- ${link}`).join("\n")]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** Every rule by category, each with a link to its page beside the index. */
export function renderRuleIndex(rules: readonly RuleInfo[]): string {
  const sections = CATEGORIES.flatMap((category) => {
    const own = rules.filter((rule) => rule.category === category).sort((a, b) => (a.id < b.id ? -1 : 1));
    if (own.length === 0) return [];
    const rows = own.map((rule) =>
      tableRow([`[${rule.id}](${rule.id}.md)`, rule.severity, escapeMarkdown(rule.title, true)]),
    );
    return [`## ${category}`, [tableRow(["rule", "severity", "finds"]), "|---|---|---|", ...rows].join("\n")];
  });
  return `${["# Rules", "The severity is the rule's own; what surrounds a finding can lower or raise it.", ...sections].join("\n\n")}\n`;
}

const shown = <T>(examples: readonly T[]): readonly T[] => examples.slice(0, SHOWN_EXAMPLES);

function propertyLine(info: RuleInfo): string {
  return [
    `Category ${info.category}`,
    `severity ${info.severity}`,
    `confidence ${info.confidence}${info.confidence === "low" ? " (reported, not scored)" : ""}`,
    `${formatEffort(info.effortMinutes)} to fix`,
    `reads ${info.needs.join(", ")}`,
    ...(info.languages.includes("python") ? ["Python too"] : []),
    ...(info.since === null ? [] : [`since ${info.since}`]),
    ...(info.aliases.length === 0 ? [] : [`formerly ${info.aliases.join(", ")}`]),
  ].join(" · ");
}

function badBlocks(example: BadExample): string[] {
  const places = example.findings.map((place) => codeSpan(place)).join(", ");
  return [`### ${escapeMarkdown(example.name)}`, ...fileBlocks(example.files), `Reported: ${places}`];
}

const goodBlocks = (example: GoodExample): string[] => [
  `### ${escapeMarkdown(example.name)}`,
  ...fileBlocks(example.files),
];

const fileBlocks = (files: Readonly<Record<string, string>>): string[] =>
  Object.entries(files).flatMap(([path, text]) => [codeSpan(path), codeBlock(text, extname(path).slice(1))]);

/** The examples that the page does not show, by name. */
function trapBlocks(examples: PageRule["examples"]): string[] {
  const reported = namesList("Reported as well:", examples.bad.slice(SHOWN_EXAMPLES));
  const silent = namesList("Looks alike and is not reported:", examples.good.slice(SHOWN_EXAMPLES));
  if (reported.length + silent.length === 0) return [];
  return ["## Traps", "Each of these is an example that is executed as a test.", ...reported, ...silent];
}

const namesList = (title: string, examples: readonly { readonly name: string }[]): string[] =>
  examples.length === 0 ? [] : [title, examples.map(({ name }) => `- ${escapeMarkdown(name)}`).join("\n")];
