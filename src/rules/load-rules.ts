import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { FactStore } from "../facts/store.js";
import { compareText } from "../shared/compare-text.js";
import { UserError } from "../shared/errors.js";
import { CATEGORIES } from "../shared/rule.js";
import { compileRule, type CompiledRule } from "./compile.js";
import { parseRuleFile, type RuleFileOrigin, type WrittenRule } from "./rule-file.js";

export interface RuleFolder {
  readonly path: string;
  /** True for the rules that ship with prodcheck: they live in <category>/<id>.yaml. A user's own folder may be flat. */
  readonly isBuiltIn: boolean;
}

export interface LoadedRules {
  /** In the order of the categories, then by id. */
  readonly rules: readonly CompiledRule[];
  /** One per problem; a broken rule is left out and stops no other. */
  readonly errors: readonly UserError[];
}

/** The rules that ship with prodcheck. */
export const builtInRuleFolder: RuleFolder = {
  path: fileURLToPath(new URL("../../rules", import.meta.url)),
  isBuiltIn: true,
};

/** The dated facts and vendor facts that rules join against. */
export const builtInDataFolder: string = fileURLToPath(new URL("../../rules/data", import.meta.url));

/** A rule folder may come from a stranger's repository. */
const MAX_FILE_BYTES = 256 * 1024;
const MAX_FILES = 1000;
/** Holds fact tables, not rules. */
const DATA_FOLDER = "data";

/** Reads and compiles every rule of the folders. Built-in folders belong first: nothing may take a name of theirs. */
export function loadRules(folders: readonly RuleFolder[]): LoadedRules {
  const errors: UserError[] = [];
  const written = folders.flatMap((folder) => readFolder(folder, errors));
  const stores: FactStore[] = [];
  try {
    const rules: CompiledRule[] = [];
    for (const rule of withoutNameClashes(written, errors)) {
      try {
        rules.push(compileRule(rule, () => (stores[0] ??= new FactStore())));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        errors.push(error);
      }
    }
    return { rules: rules.sort(byCategoryAndId), errors };
  } finally {
    for (const store of stores) store.close();
  }
}

function readFolder(folder: RuleFolder, errors: UserError[]): WrittenRule[] {
  const files = listRuleFiles(folder, errors);
  if (files.length > MAX_FILES) {
    const message = `The rules folder holds ${files.length} files; at most ${MAX_FILES} are read.`;
    errors.push(
      new UserError(message, { where: shownPath(folder.path), remedy: "Name the folder that holds only the rules." }),
    );
  }
  const rules: WrittenRule[] = [];
  for (const { path, origin } of files.slice(0, MAX_FILES)) {
    const text = readRuleText(path, errors);
    if (text === null) continue;
    const result = parseRuleFile(text, origin);
    if (result.isValid) rules.push(result.rule);
    else errors.push(...result.errors);
  }
  return rules;
}

interface RuleFile {
  readonly path: string;
  readonly origin: RuleFileOrigin;
}

function listRuleFiles(folder: RuleFolder, errors: UserError[]): RuleFile[] {
  const files: RuleFile[] = [];
  for (const entry of listEntries(folder.path, errors)) {
    const path = join(folder.path, entry.name);
    if (entry.kind === "file" && folder.isBuiltIn && isYaml(path))
      errors.push(
        new UserError("A rule must stand in the folder of its category.", {
          where: shownPath(path),
          remedy: "Move it to rules/<category>/.",
        }),
      );
    else if (entry.kind === "file") addRuleFile(path, null, folder, files, errors);
    else if (entry.name !== DATA_FOLDER)
      for (const inner of listEntries(path, errors))
        if (inner.kind === "file") addRuleFile(join(path, inner.name), entry.name, folder, files, errors);
  }
  return files;
}

function addRuleFile(
  path: string,
  parent: string | null,
  folder: RuleFolder,
  files: RuleFile[],
  errors: UserError[],
): void {
  if (path.endsWith(".yml"))
    errors.push(new UserError("A rule file ends in .yaml.", { where: shownPath(path), remedy: "Rename it." }));
  if (!path.endsWith(".yaml")) return;
  // In a user's own folder, subfolders may be named after teams; one named like a category means the category.
  const isCategory = folder.isBuiltIn || CATEGORIES.some((category) => category === parent);
  const origin = {
    file: shownPath(path),
    id: basename(path, ".yaml"),
    category: isCategory ? parent : null,
    isBuiltIn: folder.isBuiltIn,
  };
  files.push({ path, origin });
}

/** Relative to where the user stands, when it is below. */
function shownPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === "" || short.startsWith("..") ? path : short;
}

const isYaml = (path: string): boolean => /\.ya?ml$/.test(path);

interface Entry {
  readonly name: string;
  readonly kind: "file" | "folder";
}

/** Files and folders by name, hidden ones left out. Links are reported and not followed: they may lead anywhere. */
function listEntries(path: string, errors: UserError[]): Entry[] {
  const entries: Entry[] = [];
  try {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.name.startsWith(".")) continue;
      if (entry.isSymbolicLink() && isYaml(entry.name))
        errors.push(
          new UserError("A rule file must not be a symbolic link.", {
            where: shownPath(join(path, entry.name)),
            remedy: "Copy the file into the folder.",
          }),
        );
      if (entry.isFile()) entries.push({ name: entry.name, kind: "file" });
      if (entry.isDirectory()) entries.push({ name: entry.name, kind: "folder" });
    }
  } catch (cause) {
    errors.push(unreadableFolder(path, cause));
  }
  return entries.sort((a, b) => compareText(a.name, b.name));
}

function unreadableFolder(path: string, cause: unknown): UserError {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined)
    return new UserError("The rules folder does not exist.", {
      where: shownPath(path),
      remedy: "Check the path given to --rules.",
      cause,
    });
  if (!stat.isDirectory())
    return new UserError("The rules folder is not a folder.", {
      where: shownPath(path),
      remedy: "Name the folder the rule stands in.",
      cause,
    });
  return new UserError("The rules folder cannot be read.", {
    where: shownPath(path),
    remedy: "Check its permissions.",
    cause,
  });
}

function readRuleText(path: string, errors: UserError[]): string | null {
  try {
    const { size } = lstatSync(path);
    if (size <= MAX_FILE_BYTES) return readFileSync(path, "utf8");
    const message = `The rule file has ${Math.ceil(size / 1024)} KB; at most ${MAX_FILE_BYTES / 1024} KB are read.`;
    errors.push(new UserError(message, { where: shownPath(path), remedy: "Shorten its examples." }));
  } catch (cause) {
    errors.push(
      new UserError("The rule file cannot be read.", {
        where: shownPath(path),
        remedy: "Check its permissions.",
        cause,
      }),
    );
  }
  return null;
}

/**
 * Ids and aliases are what reports, ignores and baselines refer to, so each means one rule. Built-in rules choose first;
 * then ids come before aliases: an old name must not push out a rule that bears it today.
 */
function withoutNameClashes(written: readonly WrittenRule[], errors: UserError[]): WrittenRule[] {
  const owners = new Map<string, WrittenRule>();
  return [true, false].flatMap((isBuiltIn) =>
    written
      .filter((rule) => rule.isBuiltIn === isBuiltIn && claimName(rule.spec.id, ["id"], rule, owners, errors))
      .filter((rule) =>
        (rule.spec.aliases ?? []).every((alias, index) => claimName(alias, ["aliases", index], rule, owners, errors)),
      ),
  );
}

function claimName(
  name: string,
  path: readonly (string | number)[],
  rule: WrittenRule,
  owners: Map<string, WrittenRule>,
  errors: UserError[],
): boolean {
  const owner = owners.get(name);
  if (owner === undefined) {
    owners.set(name, rule);
    return true;
  }
  const by = owner.isBuiltIn && !rule.isBuiltIn ? "a rule that ships with prodcheck" : owner.source.file;
  errors.push(
    new UserError(`The name "${name}" is taken by ${by}.`, {
      where: `${rule.source.file}:${rule.source.lineOf(path)}`,
      remedy: owner.isBuiltIn
        ? "Choose another name; to replace a built-in rule, skip it with --skip and give yours its own name."
        : "Choose another name.",
    }),
  );
  return false;
}

const byCategoryAndId = (a: CompiledRule, b: CompiledRule): number =>
  CATEGORIES.indexOf(a.info.category) - CATEGORIES.indexOf(b.info.category) || compareText(a.info.id, b.info.id);
