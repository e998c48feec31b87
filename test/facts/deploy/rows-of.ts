import { extractConfigFile } from "#src/facts/extract-config-file.js";
import type { FactSet } from "#src/facts/fact-set.js";
import type { Language } from "#src/shared/repository.js";

const LANGUAGES: Readonly<Record<string, Language>> = { yml: "yaml", yaml: "yaml", json: "json", toml: "toml" };

/** Facts of one config file, chosen by its path as in an audit. */
export function factsOf(path: string, text: string | readonly string[]): FactSet {
  const language = LANGUAGES[path.slice(path.lastIndexOf(".") + 1)] ?? "other";
  const content = typeof text === "string" ? text : text.join("\n");
  return extractConfigFile({ path, language, role: "config" }, content) ?? {};
}

/** Settings as "line service key=value". */
export const settings = (facts: FactSet): string[] =>
  (facts.deploy_setting ?? []).map((row) => `${row.line} ${row.service ?? "-"} ${row.key}=${row.value}`);

/** Declared variables as "line name kind=value". */
export const variables = (facts: FactSet): string[] =>
  (facts.env_declaration ?? []).map((row) => `${row.line} ${row.name} ${row.value_kind}=${row.value}`);

/** Runtimes as "line product version", with a `~` when the version may be a newer one. */
export const runtimes = (facts: FactSet): string[] =>
  (facts.runtime_version ?? []).map((row) => `${row.line} ${row.product} ${row.version}${row.is_pinned ? "" : " ~"}`);

/** Jobs as "line scheduler expression zone-kind zone dependent". */
export const jobs = (facts: FactSet): string[] =>
  (facts.job ?? []).map(
    (row) =>
      `${row.line} ${row.scheduler} ${row.expression} ${row.timezone_kind} ${row.timezone} ${row.is_zone_dependent}`,
  );

/** Problems as "line message". */
export const problems = (facts: FactSet): string[] => (facts.problem ?? []).map((row) => `${row.line} ${row.message}`);
