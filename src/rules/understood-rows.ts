/**
 * A rule was written with the habits of some languages in mind. What it says of files in another one is left out, so that
 * facts of a new language reach a rule when it names that language, and has examples in it, and not before.
 */
import type { FactStore } from "../facts/store.js";
import type { ExtraLanguage, RuleRow } from "../shared/rule.js";
import type { CompiledRule } from "./compile.js";

/** Language of the files that are not TypeScript's or JavaScript's: Python's code, and the manifests of its packages. */
export type FileLanguages = ReadonlyMap<string, ExtraLanguage>;

export function languagesOfFiles(store: FactStore): FileLanguages {
  const found = store.all(
    `SELECT path FROM file WHERE language = 'python'
     UNION SELECT file FROM package WHERE ecosystem = 'python' UNION SELECT file FROM dependency WHERE ecosystem = 'python'`,
  );
  return new Map(found.map(({ path }) => [String(path), "python"]));
}

/** Rows about files whose language the rule understands, and of their other places those. */
export function understoodRows(
  rows: readonly RuleRow[],
  { info }: CompiledRule,
  languages: FileLanguages,
): readonly RuleRow[] {
  if (languages.size === 0) return rows;
  const isUnderstood = (file: string): boolean => {
    const language = languages.get(file);
    return language === undefined || info.languages.includes(language);
  };
  return rows.flatMap((row) => {
    if (row.file !== null && !isUnderstood(row.file)) return [];
    return { ...row, locations: row.locations.filter(({ file }) => isUnderstood(file)) };
  });
}
