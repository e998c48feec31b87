import type { ConfigEntry } from "../config-tree/config-tree.js";
import { commandAssignments } from "../deploy/command-env.js";
import { describeEnvValue } from "../env-files/env-value.js";
import type { EnvDeclarationRow } from "../rows.js";

/** Variables that package scripts set: `NODE_ENV=production node .`, `cross-env A=b …`. */
export function scriptDeclarations(file: string, scripts: readonly ConfigEntry[]): EnvDeclarationRow[] {
  const rows: EnvDeclarationRow[] = [];
  for (const { key: script, value } of scripts) {
    if (value.kind !== "scalar" || value.text === null || !value.text.includes("=")) continue;
    for (const assignment of commandAssignments(value.text)) {
      const described = describeEnvValue(assignment.name, assignment.value);
      rows.push({
        file,
        line: value.line,
        name: assignment.name,
        source: "script",
        value_kind: described.kind,
        value: described.value,
        is_commented: false,
        is_optional: false,
        environment: scriptEnvironment(script),
      });
    }
  }
  return rows;
}

/** The environment a script's name promises; `start` and `build` promise none. */
function scriptEnvironment(script: string): string | null {
  const words = script.toLowerCase().split(/[:._-]/);
  if (words.some((word) => /^(?:test|tests|e2e|cy|cypress|jest|vitest|playwright|coverage)$/.test(word))) return "test";
  if (words.some((word) => /^(?:prod|production)$/.test(word))) return "production";
  if (words.some((word) => /^(?:staging|stage|preview)$/.test(word))) return "preview";
  if (words.some((word) => /^(?:dev|develop|development|watch|debug|local)$/.test(word))) return "development";
  return null;
}
