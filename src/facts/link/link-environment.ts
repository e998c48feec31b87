import { addRows, type FactSet } from "../fact-set.js";
import type { EnvDeclarationRow } from "../rows.js";
import { linkEnvNearMisses } from "./env-near-miss.js";

/** Pairs every variable that is read but declared nowhere with the unread declaration it was probably meant to be. */
export function linkEnvironment(facts: FactSet): void {
  const declarations = facts.env_declaration ?? [];
  const declared = new Set(declarations.map((row) => row.name));
  const read = new Set<string>();
  for (const { name } of facts.env_read ?? []) if (name !== null) read.add(name);
  const patterns = (facts.platform_env ?? []).map((row) => new RegExp(row.pattern, "u"));
  const isFromPlatform = (name: string): boolean => patterns.some((pattern) => pattern.test(name));
  const undeclared = [...read].filter((name) => !declared.has(name) && !isFromPlatform(name));
  const filledIn = namesFilledIn(facts);
  const meant = new Set(declarations.filter((row) => !isReadByTool(row)).map((row) => row.name));
  const unread = [...meant].filter((name) => !read.has(name) && !filledIn.has(name));
  addRows(facts, "env_near_miss", linkEnvNearMisses(undeclared, unread, reachability(facts)));
}

/** The steps of a workflow read what it sets, and Supabase's own tools what their settings ask for; an agent's skill is for the agent. */
const isReadByTool = ({ source, file }: EnvDeclarationRow): boolean =>
  source === "workflow" ||
  /(^|\/)supabase\/config\.toml$/.test(file) ||
  (source === "docs" && /(^|\/)\.[\w-]+\//.test(file));

/** `POSTGRES_USER: ${DB_USER}` reads DB_USER, and gives it to nobody under its own name. */
function namesFilledIn(facts: FactSet): ReadonlySet<string> {
  const given = new Set(
    (facts.deploy_setting ?? []).filter(({ key }) => key.startsWith("env.")).map(({ file, key }) => `${file} ${key}`),
  );
  const references = (facts.env_declaration ?? []).filter(
    ({ source, value_kind: kind }) => source === "compose" && kind === "reference",
  );
  return new Set(references.filter(({ file, name }) => !given.has(`${file} env.${name}`)).map(({ name }) => name));
}

/** Whether some place that declares a name can be meant for some place that reads another: the same app, one around it, or one that uses it. */
function reachability(facts: FactSet): (read: string, declared: string) => boolean {
  const folders = new Map((facts.file ?? []).map(({ path, package_dir: folder }) => [path, folder ?? ""]));
  const names = new Map((facts.package ?? []).map(({ dir, name }) => [dir, name]));
  const uses = new Set((facts.dependency ?? []).map(({ package_dir: folder, name }) => `${folder} ${name}`));
  const readIn = foldersByName(facts.env_read ?? [], folders);
  const declaredIn = foldersByName(facts.env_declaration ?? [], folders);
  const reaches = (from: string, to: string): boolean =>
    isWithin(to, from) || isWithin(from, to) || uses.has(`${from} ${names.get(to) ?? ""}`);
  return (read, declared) =>
    [...(declaredIn.get(declared) ?? [""])].some((from) =>
      [...(readIn.get(read) ?? [""])].some((to) => reaches(from, to)),
    );
}

const isWithin = (folder: string, around: string): boolean =>
  around === "" || folder === around || folder.startsWith(`${around}/`);

function foldersByName(
  rows: readonly { readonly name: string | null; readonly file: string }[],
  folders: ReadonlyMap<string, string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { name, file } of rows) {
    if (name === null) continue;
    const known = found.get(name) ?? new Set();
    found.set(name, known.add(folders.get(file) ?? ""));
  }
  return found;
}
