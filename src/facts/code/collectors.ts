import { CorsSettingCollector } from "./cors-settings.js";
import { collectEnv } from "./env-collector.js";
import { ExpectedStatusCollector } from "./expected-statuses.js";
import { GlobalNameCollector } from "./global-names.js";
import { HttpStatusCollector } from "./http-statuses.js";
import { InfrastructureVariableCollector } from "./infrastructure-variables.js";
import { LiteralCollector } from "./literals.js";
import type { CollectorFactory } from "./model.js";
import { OptionalCheckCollector } from "./optional-checks.js";
import { RedisCommandCollector } from "./redis-commands.js";
import { RetryLoopCollector } from "./retry-loops.js";
import { SettingRefusalCollector } from "./setting-refusals.js";
import { SettingCollector } from "./settings.js";
import { SqlPartCollector } from "./sql-parts.js";
import { StatusCheckCollector } from "./status-checks.js";
import { TypeormCollector } from "./typeorm-code.js";

/** Everything that looks at syntax nodes, beside calls, functions and modules. One walk feeds all of them. */
export const COLLECTORS: readonly CollectorFactory[] = [
  (model) => new LiteralCollector(model),
  (model) => new GlobalNameCollector(model),
  (model) => new HttpStatusCollector(model),
  (model) => new StatusCheckCollector(model),
  (model) => new OptionalCheckCollector(model),
  (model) => new RetryLoopCollector(model),
  (model) => new ExpectedStatusCollector(model),
  (model) => new RedisCommandCollector(model),
  (model) => new CorsSettingCollector(model),
  (model) => new SqlPartCollector(model),
  collectEnv,
  (model) => new SettingCollector(model),
  (model) => new SettingRefusalCollector(model),
  (model) => new TypeormCollector(model),
  (model) => new InfrastructureVariableCollector(model),
];
