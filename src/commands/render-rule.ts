import type { CompiledRule } from "../rules/compile.js";

/** One rule as text for a terminal: what it finds, why it matters, what to do, and how it looks. */
export function renderRule({ info, sql, source, examples }: CompiledRule): string {
  const sections = [
    `${info.id}: ${info.title}`,
    renderFacts({ info, source }),
    section("Why", info.why),
    section("What to do", [info.fix.summary, info.fix.example].filter((text) => text !== null).join("\n\n")),
    info.verify === null ? null : section("Check that it worked", info.verify),
    section("Found in", examples.bad.map((example) => `- ${example.name}: ${example.findings.join(", ")}`).join("\n")),
    section("Not found in", examples.good.map((example) => `- ${example.name}`).join("\n")),
    section("The question it asks", sql),
    info.references.length === 0 ? null : section("References", info.references.join("\n")),
  ];
  return `${sections.filter((text) => text !== null).join("\n\n")}\n`;
}

function renderFacts({ info, source }: Pick<CompiledRule, "info" | "source">): string {
  const facts: [string, string][] = [
    ["category", info.category],
    ["severity", info.severity],
    ["confidence", info.confidence === "low" ? "low (reported, not scored)" : info.confidence],
    ["effort", renderEffort(info.effortMinutes)],
    ["needs", info.needs.join(", ")],
  ];
  if (info.aliases.length > 0) facts.push(["formerly", info.aliases.join(", ")]);
  if (info.since !== null) facts.push(["since", info.since]);
  facts.push(["file", source.file]);
  return facts.map(([name, value]) => `${name.padEnd(12)}${value}`).join("\n");
}

function renderEffort(minutes: number): string {
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const section = (title: string, body: string): string => `${title}\n${body.trim().replace(/^(?=.)/gm, "  ")}`;
