import type { FactSet } from "../fact-set.js";
import type { CodeGraph } from "./code-graph.js";
import { linkEnvReads } from "./env-helpers.js";
import { linkIdleSettings } from "./idle-settings.js";
import { collectDbQueries } from "./db/collect-db-queries.js";
import { collectJobs } from "./jobs.js";
import { collectListeners } from "./listeners.js";
import { collectLoopCalls } from "./loop-calls.js";
import { linkRedisCommands } from "./redis-commands.js";
import { linkSecretUses } from "./secret-uses.js";
import { linkSpreads } from "./spreads.js";
import { collectModelUses } from "./vendors/model-uses.js";
import { collectSunsetUses } from "./vendors/sunset-uses.js";
import { collectMocks } from "./tests/mocks.js";
import { collectTestRequests } from "./tests/test-requests.js";
import { collectWeb } from "./web/web.js";

/**
 * Turns linked calls into rows of a more particular kind: routes, jobs, listeners, queries. Ids in the rows are
 * global. A derivation may set `function.handler` on the entry points it finds.
 */
export type Derivation = (graph: CodeGraph, facts: FactSet) => void;

/** In order: later ones may read the rows of earlier ones. */
export const DERIVATIONS: readonly Derivation[] = [
  collectWeb,
  collectTestRequests,
  collectMocks,
  collectJobs,
  collectListeners,
  collectLoopCalls,
  linkEnvReads,
  linkIdleSettings,
  collectDbQueries,
  linkRedisCommands,
  linkSpreads,
  linkSecretUses,
  collectModelUses,
  collectSunsetUses,
];
