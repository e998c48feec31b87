import { addRows, type FactSet } from "../fact-set.js";
import type { EnvDeclarationRow } from "../rows.js";
import { linkEnvNearMisses } from "./env-near-miss.js";

/** Pairs every variable that is read but declared nowhere with the unread declaration it was probably meant to be. */
export function linkEnvironment(facts: FactSet): void {
  const declared = new Set((facts.env_declaration ?? []).map((row) => row.name));
  const read = new Set<string>();
  for (const { name } of facts.env_read ?? []) if (name !== null) read.add(name);
  const patterns = (facts.platform_env ?? []).map((row) => new RegExp(row.pattern, "u"));
  const isFromPlatform = (name: string): boolean => patterns.some((pattern) => pattern.test(name));
  const undeclared = [...read].filter((name) => !declared.has(name) && !isFromPlatform(name));
  const meant = new Set((facts.env_declaration ?? []).filter((row) => !isReadByTool(row)).map((row) => row.name));
  const unread = [...meant].filter((name) => !read.has(name));
  addRows(facts, "env_near_miss", linkEnvNearMisses(undeclared, unread));
}

/** The steps of a workflow read what it sets, and Supabase's own tools what their settings ask for. */
const isReadByTool = ({ source, file }: EnvDeclarationRow): boolean =>
  source === "workflow" || /(^|\/)supabase\/config\.toml$/.test(file);
