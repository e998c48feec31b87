/** File names that give a role away. All take names in lower case. */

const TEST_NAME =
  /[._-](?:test|tests|spec|specs|e2e|e2e-spec|cy|bench|mock|mocks|fixture|fixtures)(?:-d)?\.[a-z]+$|^test_\w+\.py$|_test\.(?:py|go)$|\.evals?\.[cm]?[jt]sx?$|^conftest\.py$|\.snap$|^(?:jest|vitest|test|tests)[.-]?(?:setup|globals|utils|helpers)\.[cm]?[jt]sx?$|^setup-?tests?\.[cm]?[jt]sx?$|^bench(?:marks?)?\.[cm]?[jt]s$/;

/** True for tests and what only tests load. */
export function isTestName(name: string): boolean {
  return TEST_NAME.test(name);
}

const GENERATED_NAME =
  /[._-](?:generated|gen|g|auto)\.(?:d\.)?[a-z]+$|\.pb\.[a-z]+$|_pb\.(?:d\.)?[jt]s$|_pb2(?:_grpc)?\.pyi?$|\.min\.(?:js|css|mjs)$|\.(?:js|css|mjs|cjs|d\.ts)\.map$|\.tsbuildinfo$/;
const GENERATED_EXACT: ReadonlySet<string> = new Set([
  "database.types.ts",
  "database.types.d.ts",
  "database-types.ts",
  "database_types.ts",
  "supabase.types.ts",
  "supabase-types.ts",
  "types_db.ts",
  "types-db.ts",
  "db.types.ts",
  "database-generated.types.ts",
  "next-env.d.ts",
  "worker-configuration.d.ts",
  "auto-imports.d.ts",
  "components.d.ts",
  "sst-env.d.ts",
  "graphql.schema.json",
  "introspection.json",
  "mockserviceworker.js",
  ".pnp.cjs",
  ".pnp.loader.mjs",
  ".pnp.js",
]);

/** True for what a program writes: protocol buffers, typed schemas, bundles, source maps. `folder` is the one it lies in. */
export function isGeneratedName(name: string, folder: string): boolean {
  if (GENERATED_EXACT.has(name) || GENERATED_NAME.test(name)) return true;
  return /^(?:supabase|database)\.ts$/.test(name) && /^(?:types|@types|typings)$/.test(folder);
}

const LOCKFILES: ReadonlySet<string> = new Set([
  "package-lock.json",
  "npm-shrinkwrap.json",
  "pnpm-lock.yaml",
  "yarn.lock",
  "bun.lock",
  "deno.lock",
  "poetry.lock",
  "uv.lock",
  "pipfile.lock",
  "pdm.lock",
  "cargo.lock",
  "composer.lock",
  "gemfile.lock",
]);

/** True for a package manager's lock file. */
export function isLockfile(name: string): boolean {
  return LOCKFILES.has(name);
}

const SCRIPT_NAME =
  /\.(?:sh|bash|zsh|fish|ps1|bat|cmd)$|[._-]script\.[cm]?[jt]s$|^(?:seed|seeds|seeder)(?:[._-][\w-]+)?\.(?:[cm]?[jt]s|py|sql)$|[._-]seed(?:er)?\.(?:[cm]?[jt]s|py|sql)$|^(?:migrate|run-migrations|reset-db|backfill(?:[._-][\w-]+)?)\.(?:[cm]?[jt]s|py)$/;

/** What a container or a platform runs: part of the deployment. */
const START_SCRIPT = /(?:^|[._-])(?:entrypoint|entry|start|run|serve|healthcheck|health-check)\.(?:sh|bash)$/;

/** True for something a person runs once. */
export function isScriptName(name: string): boolean {
  return SCRIPT_NAME.test(name) && !START_SCRIPT.test(name);
}

/** Tools whose `<tool>.config.*` is always configuration, wherever it lies. */
const TOOL_CONFIG =
  /^(?:vite|vitest|vitest\.workspace|next|nuxt|webpack|rollup|rspack|rsbuild|esbuild|babel|jest|playwright|tailwind|postcss|eslint|prettier|stylelint|drizzle|svelte|astro|remix|react-router|metro|cypress|karma|tsup|tsdown|unbuild|build|turbo|wrangler|commitlint|lint-staged|release|graphql|codegen|orval|kysely|prisma|mikro-orm|trigger|craco|capacitor|forge|electron-builder|electron\.vite|quasar|vue|windi|uno|panda|docusaurus|vitepress|gatsby|gridsome|snowpack|wdio|nightwatch|protractor|stryker|knip|syncpack|changelog|contentlayer|source|open-next|i18next|i18next-parser|lingui|typedoc|size-limit|bundlewatch|lighthouserc|pm2|ecosystem|oxlint|biome|dependency-cruiser)[\w.-]*\.config\.[cm]?[jt]sx?$|^(?:next-i18next|next-sitemap)\.config\.[cm]?js$/;
/** `auth.config.ts`, `app.config.ts`, `sentry.server.config.ts`: part of the running application. */
const APP_CONFIG =
  /^(?:app|auth|sentry|instrumentation|site|navigation|env|db|database|redis|server|firebase)\b[\w.-]*\.config\.[cm]?[jt]sx?$/;
const ANY_CONFIG = /\.config(?:\.(?:dev|development|prod|production|local|test|ci|base|common))?\.[cm]?[jt]sx?$/;
const CONFIG_FILE =
  /^(?:gulpfile|gruntfile|knexfile|ormconfig|karma\.conf|protractor\.conf|wdio\.conf|jakefile|vetur\.config|jest[-.]preset|babel\.config)(?:\.[\w-]+)*\.[cm]?[jt]s$|^(?:setup|conf|noxfile|fabfile|gunicorn\.conf)\.py$/;
const DATA_FILE = /\.(?:json|jsonc|json5|yaml|yml|toml|ini|cfg|conf|properties|tf|tfvars|hcl|nix|xml|plist|lock)$/;
const DATA_NAME =
  /^(?:\.[\w.-]+|makefile|procfile[\w.-]*|justfile|rakefile|gemfile|jenkinsfile|vagrantfile|caddyfile[\w.-]*|brewfile|pipfile|requirements[\w.-]*\.txt|constraints\.txt|runtime\.txt|robots\.txt|cname)$/;

/**
 * True for configuration. In a source folder only data files and the known tools count:
 * `src/database.config.ts` is code of the application.
 */
export function isConfigName(name: string, isInSource: boolean): boolean {
  if (DATA_FILE.test(name)) return true;
  if (DATA_NAME.test(name) || CONFIG_FILE.test(name)) return true;
  if (APP_CONFIG.test(name)) return false;
  if (TOOL_CONFIG.test(name)) return true;
  return ANY_CONFIG.test(name) && !isInSource;
}
