import { z } from "zod";
import { collectFactsNow, openStore } from "../audit.js";
import { readSnapshot } from "../facts/catalog/snapshot.js";
import type { FactSet } from "../facts/fact-set.js";
import { addHistory } from "../facts/migrations/migration-history.js";
import { TrialReplay } from "../facts/replay/trial-replay.js";
import { loadSqlParser } from "../facts/sql/parse-sql.js";
import type { FactStore } from "../facts/store.js";
import { addSupabase } from "../facts/supabase/describe-supabase.js";
import type { CompiledRule } from "../rules/compile.js";
import { loadData } from "../rules/load-data.js";
import { builtInDataFolder } from "../rules/load-rules.js";
import { examplesOf, type OpenStore } from "../rules/test-rules.js";
import type { FileHistory } from "../shared/file-history.js";
import { memoryRepository } from "../shared/memory-repository.js";
import type { Repository } from "../shared/repository.js";
import { ignoredBy } from "../sources/ignore-rules.js";
import { fileReading } from "../sources/reading.js";
import { migrationsOf, needsReplay, readRepositoryMigrations } from "./replay-catalog.js";

type Files = Readonly<Record<string, string>>;

let data: FactSet | null = null;

const repositoryOf = (files: Files): Repository =>
  memoryRepository(files, { ...fileReading, isIgnored: ignoredBy(files[".gitignore"] ?? "") });

/** Facts of an example of a rule: a repository that exists only in memory, read exactly as one on disk; SQL in its code when the parser is loaded. */
export function openExample(files: Files, asOf: string, catalog: FactSet = {}): FactStore {
  data ??= loadData(builtInDataFolder).facts;
  // Rows are changed in place while they are merged, so every example gets its own.
  const { facts } = collectFactsNow(repositoryOf(files), { ...structuredClone(data), ...catalog }, asOf);
  const answers = files[ANSWERS];
  if (answers !== undefined) addSupabase(facts, readAnswers(answers));
  const history = files[HISTORY];
  if (history !== undefined) addHistory(facts, readHistory(history));
  return openStore(facts);
}

/** In an example, a file of this name is what `--schema` would be given: for rules about a database in use. */
const SNAPSHOT = "schema.snapshot.json";

/** And this one holds what a live Supabase project would answer: for rules about `--supabase-url`. */
const ANSWERS = "supabase.answers.json";

/** And this one what git would say of the migrations: for rules about their history. */
const HISTORY = "git.history.json";

const historyFile = z.strictObject({
  isHead: z.boolean().default(true),
  gap: z.string().nullable().default(null),
  /** Versions of each file, the oldest first. Those of one day came with one commit; without a day: the working tree. */
  files: z.record(
    z.string(),
    z.array(
      z.strictObject({
        on: z.string().nullable(),
        content: z.string(),
        name: z.string().optional(),
        isOnBase: z.boolean().default(true),
        isStart: z.boolean().default(true),
      }),
    ),
  ),
});

function readHistory(text: string): FileHistory {
  const { isHead, gap, files } = historyFile.parse(JSON.parse(text));
  const versions = Object.entries(files).flatMap(([path, known]) =>
    known.map(({ on, content, name = path, isOnBase, isStart }) => ({
      path,
      name,
      blob: content,
      commit: on?.replaceAll("-", "") ?? null,
      at: on === null ? null : `${on}T09:00:00.000Z`,
      isOnBase,
      isStart,
    })),
  );
  return { branch: "main", isHead, commits: 1, gap, versions };
}

const answersFile = z.strictObject({
  roles: z.array(z.enum(["anon", "service"])),
  relations: z.array(
    z.strictObject({
      role: z.enum(["anon", "service"]).default("anon"),
      schema: z.string().default("public"),
      name: z.string(),
      answer: z.enum(["readable", "refused", "missing", "unserved", "unclear"]),
      /** How many a stranger may read; left out: they could not be counted. */
      rows: z.int().optional(),
    }),
  ),
});

function readAnswers(text: string): FactSet {
  const { roles, relations } = answersFile.parse(JSON.parse(text));
  return {
    supabase_project: [
      {
        host: "abcdefgh.supabase.co",
        asked_at: REPLAYED.toISOString(),
        asked_anon: roles.includes("anon"),
        asked_service: roles.includes("service"),
        schemas_json: null,
        requests: relations.length,
      },
    ],
    supabase_relation: relations.map(({ rows, ...relation }) => ({
      ...relation,
      row_count: rows ?? null,
      has_rows: relation.role === "service" || relation.answer !== "readable" ? null : rows !== 0,
      code: null,
    })),
  };
}

/**
 * Opens the examples of these rules. Where a rule asks for what migrations make, those of its examples are replayed here, on one
 * engine for all of them.
 */
export async function prepareExamples(rules: readonly CompiledRule[]): Promise<OpenStore> {
  await loadSqlParser();
  const catalogs = new Map<Files, FactSet>();
  const asking = rules.filter((rule) => needsReplay([rule])).flatMap(examplesOf);
  const replay = new TrialReplay(asking.flatMap(({ example }) => sqlOf(example.files)));
  try {
    for (const { example } of asking) catalogs.set(example.files, await replayExample(example.files, replay));
  } finally {
    await replay.close();
  }
  return (files, asOf) => openExample(files, asOf, structuredClone(catalogs.get(files)));
}

const sqlOf = (files: Files): string[] =>
  Object.entries(files).flatMap(([path, text]) => (path.endsWith(".sql") ? [text] : []));

/** When examples are replayed: any day will do, as long as it is always the same. */
const REPLAYED = new Date("2026-08-01T00:00:00Z");

/** The catalogue that an example's migrations make, or that its snapshot holds; nothing without either. */
export async function replayExample(files: Files, replay: TrialReplay): Promise<FactSet> {
  const snapshot = files[SNAPSHOT];
  if (snapshot !== undefined) {
    const catalog = readSnapshot(snapshot, SNAPSHOT, REPLAYED.toISOString().slice(0, 10));
    return { ...(await readRepositoryMigrations(repositoryOf(files))), ...catalog };
  }
  const { folders, readText } = migrationsOf(repositoryOf(files));
  return folders.length === 0 ? {} : replay.replay(folders, readText, REPLAYED);
}
