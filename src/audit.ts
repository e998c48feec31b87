/** The whole pipeline: sources → facts → rules → findings → score. */
import { basename } from "node:path";
import { setImmediate as immediate } from "node:timers/promises";
import { summarizeCatalog } from "./facts/catalog/describe-catalog.js";
import { FactCollector } from "./facts/collect-facts.js";
import type { FactSet } from "./facts/fact-set.js";
import { addHistory, filesWithHistory } from "./facts/migrations/migration-history.js";
import { addSupabase, summarizeSupabase } from "./facts/supabase/describe-supabase.js";
import { Sharing } from "./facts/extraction/sharing.js";
import { loadSqlParser } from "./facts/sql/parse-sql.js";
import { FactStore } from "./facts/store.js";
import { applyBaseline, type Baseline } from "./findings/baseline.js";
import { applyIgnores } from "./findings/apply-ignores.js";
import { buildFindings } from "./findings/build-findings.js";
import { extractIgnores, type IgnoreComment } from "./findings/ignore-comments.js";
import { knowRules } from "./findings/known-rules.js";
import { capDormant } from "./findings/cap-dormant.js";
import { overrideSeverities } from "./findings/override-severity.js";
import type { CompiledRule } from "./rules/compile.js";
import { selectRules } from "./rules/find-rules.js";
import { runRules } from "./rules/run-rules.js";
import { planFixes } from "./score/plan.js";
import { scoreAudit } from "./score/score.js";
import type { Repository, RepositoryFile } from "./shared/repository.js";
import type { AuditResult, Check } from "./shared/result.js";
import type { RuleOutcome, Severity } from "./shared/rule.js";
import { refineRole } from "./sources/classify.js";
import { readGitInfo } from "./sources/git-info.js";
import { version } from "./version.js";

/** Steps a person may want to watch. */
export type Progress = (step: string, done: number, total: number) => void;

export interface AuditInput {
  readonly repository: Repository;
  /** The audited folder as the user gave it. */
  readonly path: string;
  /** Rows of rules/data, and of the database's catalogue when there is one: that may still be on its way. */
  readonly data: FactSet | Promise<FactSet>;
  /** Every rule there is, the ones that are not asked included. */
  readonly rules: readonly CompiledRule[];
  /** Rule ids or categories to ask; empty = all. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly severity: Readonly<Record<string, Severity>>;
  readonly baseline: Baseline | null;
  /** YYYY-MM-DD. */
  readonly asOf: string;
  /** Asks a live project for what the facts name; returns the rows that it answered with. */
  readonly askLive?: (facts: FactSet) => Promise<FactSet>;
  /** The facts are asked for again afterwards. */
  readonly keepsFacts?: boolean;
  readonly onProgress?: Progress;
}

export interface CollectedFacts {
  readonly facts: FactSet;
  readonly ignores: readonly IgnoreComment[];
}

/**
 * Reads every file once and turns it into facts; ignore comments are picked up on the way.
 * @param data while it is still being made, somebody else uses the second core; then a thread reads a share of the code
 */
export async function collectFacts(
  repository: Repository,
  data: FactSet | Promise<FactSet>,
  asOf: string,
  onProgress?: Progress,
): Promise<CollectedFacts> {
  const { collector, ignores } = await readFiles(repository, data, onProgress);
  if (data instanceof Promise) onProgress?.("Replaying the migrations", 0, 1);
  const facts = await data;
  if (collector.hasSql) await loadSqlParser();
  onProgress?.("Linking", 0, 1);
  const linked = collector.finish(repository, { facts, asOf });
  return { facts: linked, ignores };
}

/** Adds what git knows of the migrations. Only who may ask about them waits for it. */
export function addMigrationHistory(facts: FactSet, repository: Repository): void {
  const files = filesWithHistory(facts);
  if (files.length > 0) addHistory(facts, repository.readHistory(files));
}

/** Like `collectFacts`, at once: SQL in the code is only understood when its parser is loaded already. */
export function collectFactsNow(repository: Repository, data: FactSet, asOf: string): CollectedFacts {
  const collector = new FactCollector();
  const ignores: IgnoreComment[] = [];
  for (const file of repository.files) ignores.push(...readFile(repository, file, collector));
  return { facts: collector.finish(repository, { facts: data, asOf }), ignores };
}

interface ReadFiles {
  readonly collector: FactCollector;
  readonly ignores: readonly IgnoreComment[];
}

/** How long everything else has to wait while files are read, in milliseconds. */
const BREATH_EVERY = 50;

async function readFiles(
  repository: Repository,
  data: FactSet | Promise<FactSet>,
  onProgress?: Progress,
): Promise<ReadFiles> {
  const collector = new FactCollector();
  const ignores: IgnoreComment[] = [];
  const sharing = new Sharing(repository.files, data);
  try {
    let breath = performance.now();
    for (const [position, file] of repository.files.entries()) {
      sharing.at(position, collector);
      ignores.push(...readFile(repository, file, collector));
      onProgress?.("Reading", position + 1, repository.files.length);
      if (performance.now() - breath < BREATH_EVERY) continue;
      await immediate();
      breath = performance.now();
    }
    await collector.settle();
  } finally {
    await collector.close();
  }
  return { collector, ignores };
}

function readFile(repository: Repository, file: RepositoryFile, collector: FactCollector): IgnoreComment[] {
  const text = repository.readText(file);
  collector.add(text === null ? file : refineRole(file, text), text);
  return text === null ? [] : extractIgnores(file.path, text);
}

/** Rules from which on it pays to compute beforehand what they share. */
const MANY_RULES = 20;

/**
 * Puts facts into a database that only answers SELECTs. Unless they are kept, the facts are gone afterwards.
 * @param rules how many rules are going to ask
 */
export function openStore(facts: FactSet, keepsFacts = false, rules = 0): FactStore {
  const store = new FactStore();
  if (keepsFacts) store.insert(facts);
  else store.take(facts);
  store.seal(rules >= MANY_RULES);
  return store;
}

/** Everything that an audit asks about: of the repository, of the catalogue, of a project that is live. */
export async function collectInputs(input: AuditInput): Promise<CollectedFacts> {
  const collected = await collectFacts(input.repository, input.data, input.asOf, input.onProgress);
  addMigrationHistory(collected.facts, input.repository);
  if (input.askLive) addSupabase(collected.facts, await input.askLive(collected.facts));
  return collected;
}

/** Asks the rules about facts that were collected. `start` is when that began, by `performance.now()`. */
export function judgeFacts(input: AuditInput, { facts, ignores }: CollectedFacts, start: number): AuditResult {
  const { repository, rules, asOf } = input;
  input.onProgress?.("Asking", 0, 1);
  const { collected = [], file: files = [], problem: problems = [] } = facts;
  const target = describeTarget(input, facts);
  const asked = selectRules(rules, input.only, input.skip);
  const store = openStore(facts, input.keepsFacts, asked.length);
  const outcomes = overrideSeverities(capDormant(runRules(asked, store, collected), files), input.severity);
  store.close();
  const known = knowRules(
    rules.map(({ info }) => info),
    outcomes,
  );
  const ignored = applyIgnores(buildFindings(outcomes), ignores, asOf, known);
  const matched = input.baseline ? applyBaseline(ignored.findings, input.baseline, known) : null;
  const scored = scoreAudit(outcomes, matched?.findings ?? ignored.findings);
  return {
    tool: { name: "prodcheck", version },
    target,
    asOf,
    score: scored.score,
    verdict: scored.verdict,
    categories: scored.categories,
    checks: outcomes.map(toCheck),
    findings: scored.findings,
    plan: planFixes(outcomes, scored.findings),
    ignores: ignored.problems,
    baseline:
      matched && input.baseline
        ? { file: input.baseline.file, known: matched.known.length, fixed: matched.fixed.length }
        : null,
    problems,
    skipped: repository.skipped,
    sources: collected.map(({ need, available, detail }) => ({ need, available, detail })),
    durationMs: performance.now() - start,
  };
}

function describeTarget({ repository, path }: AuditInput, facts: FactSet): AuditResult["target"] {
  const manifest = facts.package?.find((row) => row.is_root);
  const filesByLanguage: Record<string, number> = {};
  for (const { language } of repository.files) filesByLanguage[language] = (filesByLanguage[language] ?? 0) + 1;
  return {
    path,
    name: manifest?.name ?? basename(repository.root),
    manifest: manifest?.file ?? null,
    ...readGitInfo(repository.root),
    files: repository.files.length,
    filesByLanguage,
    catalog: summarizeCatalog(facts),
    supabase: summarizeSupabase(facts),
  };
}

/** Evidence shown per check. */
const MAX_EVIDENCE = 20;

function toCheck({ rule, status, rows, reason, durationMs }: RuleOutcome): Check {
  const passed = rows.filter((row) => row.status === "pass");
  const evidence = passed.flatMap(({ file, line, object, evidence: text }) =>
    text === null ? [] : [{ file, line, object, text }],
  );
  return {
    rule,
    status,
    passed: passed.length,
    failed: rows.filter((row) => row.status === "fail").length,
    unknown: rows.filter((row) => row.status === "unknown").length,
    durationMs,
    evidence: evidence.slice(0, MAX_EVIDENCE),
    reason,
  };
}
