import type { FactSet } from "../fact-set.js";
import { DeployRows } from "./deploy-rows.js";

/**
 * What a Helm template shows without being rendered: the names of the variables it sets, their values where they are
 * plain text, and which probes there are.
 */
export function extractHelmTemplate(rows: DeployRows, text: string): FactSet {
  const lines = text.split(/\r?\n/);
  lines.forEach((source, index) => {
    const line = index + 1;
    const name = /^\s*-\s+name:\s*["']?([A-Z][A-Z\d_]+)["']?\s*$/.exec(source)?.[1];
    if (name !== undefined) {
      const value = /^\s*value:\s*(["']?)(.*)\1\s*$/.exec(lines[index + 1] ?? "")?.[2];
      rows.env(name, value ?? null, { line });
    }
    const probe = /^\s*(liveness|readiness|startup)Probe:/.exec(source)?.[1];
    if (probe !== undefined) rows.setting(`healthcheck.${probe}`, "(template)", { line });
  });
  return rows.facts;
}

/** A part that several templates of a chart include: `templates/_env.tpl`, or YAML that is no manifest by itself. */
export const looksLikeTemplatePart = (path: string, text: string): boolean =>
  /\.tpl$|(^|\/)templates\/.+\.ya?ml$/.test(path) &&
  text.includes("{{") &&
  !/^kind:/m.test(text) &&
  /^\s*-\s+name:\s*["']?[A-Z][A-Z\d_]+["']?\s*$/m.test(text);

/** Facts of such a part. */
export const extractTemplatePart = (path: string, text: string): FactSet =>
  extractHelmTemplate(new DeployRows(path, "kubernetes"), text);
