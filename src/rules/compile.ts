import type { FactStore } from "../facts/store.js";
import { UserError } from "../shared/errors.js";
import { closestName } from "../shared/closest-name.js";
import type { RuleInfo } from "../shared/rule.js";
import { checkedColumns } from "./checked-selects.js";
import { assertOneSelect, checkError, selectText } from "./check-query.js";
import { explainSqlError } from "./explain-sql-error.js";
import { parseMessage, type MessageTemplate } from "./message.js";
import type { YamlSource } from "../shared/read-yaml.js";
import { effortMinutes, type RuleSpec, type WrittenRule } from "./rule-file.js";

/** A rule that is known to run: its SELECT compiles against the fact schema, and its message can be filled in. */
export interface CompiledRule {
  readonly info: RuleInfo;
  /** Where its parts stand in the rule file. */
  readonly source: YamlSource;
  readonly sql: string;
  /** Result columns of the SELECT, in order. */
  readonly columns: readonly string[];
  readonly message: MessageTemplate;
  readonly examples: RuleSpec["examples"];
}

/**
 * Compiles a rule against a store (an empty one will do), which is asked for only when the build has not done so.
 * @throws UserError naming rule file, line and remedy when the check is not one SELECT, does not compile or does not
 *   return what a row needs, or when the message names a column that is not there.
 */
export function compileRule(rule: WrittenRule, store: () => FactStore): CompiledRule {
  const columns = checkedColumns(selectText(rule.spec.check)) ?? compileSelect(rule, store());
  assertRowColumns(rule, columns);
  const message = parseMessage(rule.spec.message);
  for (const name of message.columns) {
    if (columns.includes(name)) continue;
    const nearest = closestName(name, columns);
    throw new UserError(`The message names {${name}}, but the SELECT returns no such column.`, {
      where: `${rule.source.file}:${rule.source.lineOf(["message"])}`,
      remedy: `${nearest === null ? "" : `Did you mean {${nearest}}? `}Columns: ${columns.join(", ")}. For plain braces write {{${name}}}.`,
    });
  }
  return {
    info: ruleInfo(rule),
    source: rule.source,
    sql: selectText(rule.spec.check),
    columns,
    message,
    examples: rule.spec.examples,
  };
}

function compileSelect(rule: WrittenRule, store: FactStore): readonly string[] {
  const tokens = assertOneSelect(rule);
  const sql = selectText(rule.spec.check);
  try {
    store.check(sql);
    // The keyword RECURSIVE is optional in SQLite; only the plan tells.
    if (store.isRecursive(sql))
      throw checkError(
        rule,
        0,
        "The check is recursive.",
        "Use a documented view that has walked the chain already: see `prodcheck facts`.",
      );
    return store.columnsOf(sql);
  } catch (error) {
    if (error instanceof UserError || !(error instanceof Error)) throw error;
    throw explainSqlError(error, rule, tokens, store);
  }
}

function assertRowColumns(rule: WrittenRule, columns: readonly string[]): void {
  // SQLite tells equal names apart by a suffix; the second would be lost.
  const twice = columns.find((name) => /:\d+$/.test(name))?.replace(/:\d+$/, "");
  if (twice !== undefined)
    throw checkError(
      rule,
      0,
      `The SELECT returns two columns called "${twice}".`,
      "Give one of them another name with AS.",
    );
  if (!columns.includes("status"))
    throw checkError(
      rule,
      0,
      "The SELECT returns no column `status`.",
      "Add `'fail' AS status`, or a CASE that gives 'pass', 'fail' or 'unknown'.",
    );
  if (!columns.includes("file") && !columns.includes("object"))
    throw checkError(
      rule,
      0,
      "The SELECT returns neither `file` nor `object`, so a finding would be nowhere.",
      "Return the file (and line), or the name of the object.",
    );
  if (columns.includes("line") && !columns.includes("file"))
    throw checkError(rule, 0, "The SELECT returns `line` without `file`.", "Return the file too.");
}

function ruleInfo({ spec, isBuiltIn }: WrittenRule): RuleInfo {
  return {
    id: spec.id,
    title: spec.title,
    category: spec.category,
    severity: spec.severity,
    effortMinutes: effortMinutes(spec.effort),
    confidence: spec.confidence,
    needs: spec.needs,
    languages: spec.languages ?? [],
    aliases: spec.aliases ?? [],
    isAtRest: spec.at_rest ?? false,
    why: spec.why,
    fix: { summary: spec.fix.summary, example: spec.fix.example ?? null },
    verify: spec.verify ?? null,
    references: spec.references,
    since: spec.since ?? null,
    isBuiltIn,
  };
}
