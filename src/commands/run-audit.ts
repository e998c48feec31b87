import { relative, sep } from "node:path";
import { collectInputs, judgeFacts, type AuditInput, type CollectedFacts, type Progress } from "../audit.js";
import { loadBaseline } from "./baseline.js";
import { catalogOptionsOf, loadCatalog, type CatalogOptions } from "./catalog-options.js";
import { needsReplay, readRepositoryMigrations, replayRepository } from "./replay-catalog.js";
import { selectRules } from "../rules/find-rules.js";
import type { FactSet } from "../facts/fact-set.js";
import { loadData } from "../rules/load-data.js";
import { builtInDataFolder, builtInRuleFolder, loadRules } from "../rules/load-rules.js";
import type { UserError } from "../shared/errors.js";
import type { Repository } from "../shared/repository.js";
import type { AuditResult } from "../shared/result.js";
import type { Severity } from "../shared/rule.js";
import { loadConfig, type Config } from "../sources/config.js";
import { openRepository, resolveRoot } from "../sources/repository.js";
import { projectToAsk, type AskProject, type SupabaseOptions } from "./supabase-options.js";

/** What flags can set; everything else comes from the config file. */
export interface AuditFlags extends CatalogOptions, SupabaseOptions {
  readonly config?: string;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly rules?: readonly string[];
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly baseline?: string | false;
  readonly asOf?: string;
  /** The facts are looked at after the audit, too; otherwise they are gone by then. */
  readonly keepsFacts?: boolean;
}

export interface AuditRun {
  readonly result: AuditResult;
  /** What was audited, as flags and config choose it. */
  readonly repository: Repository;
  readonly config: Config;
  /** What was asked of what: the same rules can be asked about changed facts. */
  readonly input: AuditInput;
  readonly collected: CollectedFacts;
  /** Broken rule and data files; the audit went on without them. */
  readonly errors: readonly UserError[];
}

/**
 * Reads the config, the rules and the catalogue, opens the repository and audits. Flags win over the config.
 */
export async function runAudit(path: string, flags: AuditFlags, onProgress?: Progress): Promise<AuditRun> {
  const root = resolveRoot(path);
  const { config } = loadConfig(root, flags.config);
  const { rules, errors } = loadRules([
    builtInRuleFolder,
    ...(flags.rules ?? config.rules).map((folder) => ({ path: folder, isBuiltIn: false })),
  ]);
  const data = loadData(builtInDataFolder);
  const baseline = baselineOf(flags, config);
  const asOf = flags.asOf ?? config.asOf ?? today();
  const repository = openRepository(root, {
    include: flags.include ?? config.include,
    exclude: flags.exclude ?? config.exclude,
    roles: config.roles,
  });
  const ask = projectToAsk(flags, config);
  const schema = catalogOptionsOf(flags, config);
  if (schema.db !== undefined) onProgress?.("Reading the database", 0, 1);
  const asked = selectRules(rules, flags.only ?? config.only, flags.skip ?? config.skip);
  const isReplayed =
    schema.db === undefined &&
    schema.schema === undefined &&
    flags.replay !== false &&
    config.replay &&
    needsReplay(asked);
  const catalog = isReplayed
    ? replayRepository(repository, new Date(), flags.cache !== false && config.cache)
    : {
        ...(needsReplay(asked) ? await readRepositoryMigrations(repository) : {}),
        ...(await loadCatalog(schema, asOf)),
      };
  const input: AuditInput = {
    repository,
    path,
    data: withCatalog({ ...data.facts, ...targetOf(config) }, catalog),
    rules,
    only: flags.only ?? config.only,
    skip: flags.skip ?? config.skip,
    severity: config.severity satisfies Readonly<Record<string, Severity>>,
    baseline,
    asOf,
    keepsFacts: flags.keepsFacts === true,
    ...(ask === null ? {} : { askLive: watched(ask, onProgress) }),
    ...(onProgress ? { onProgress } : {}),
  };
  const start = performance.now();
  const collected = await collectInputs(input);
  const result = judgeFacts(input, collected, start);
  return { result, repository, config, input, collected, errors: [...errors, ...data.errors] };
}

const watched =
  (ask: AskProject, onProgress?: Progress): AskProject =>
  (facts) => {
    onProgress?.("Asking the live project", 0, 1);
    return ask(facts);
  };

/** What the configuration asks of the tests goes before what other tools' configuration does. */
const targetOf = ({ coverageTarget: percent }: Config): FactSet =>
  percent === undefined
    ? {}
    : { coverage_target: [{ file: "prodcheck.yaml", line: 1, package_dir: "", percent, source: "prodcheck" }] };

/** What comes at once stays at once: nothing is in its way then. */
function withCatalog(data: FactSet, catalog: FactSet | Promise<FactSet | null>): FactSet | Promise<FactSet> {
  return catalog instanceof Promise ? catalog.then((made) => ({ ...data, ...made })) : { ...data, ...catalog };
}

/** Today in UTC, YYYY-MM-DD. */
export const today = (): string => new Date().toISOString().slice(0, 10);

function baselineOf(flags: AuditFlags, config: Config): ReturnType<typeof loadBaseline> | null {
  if (flags.baseline === false) return null;
  if (flags.baseline !== undefined) return loadBaseline(flags.baseline);
  if (config.baseline === undefined) return null;
  return loadBaseline(relative(process.cwd(), config.baseline).split(sep).join("/"));
}
