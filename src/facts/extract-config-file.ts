import type { Language, Role } from "../shared/repository.js";
import { databaseAddresses } from "./db-addresses.js";
import { extractAlerting, looksLikeAlerting } from "./deploy/extract-alerting.js";
import { extractAppPlatform } from "./deploy/extract-app-platform.js";
import { extractCompose } from "./deploy/extract-compose.js";
import { extractEdgeLimits } from "./deploy/edge-limits.js";
import { extractDockerfile } from "./deploy/extract-dockerfile.js";
import { extractFly } from "./deploy/extract-fly.js";
import { extractHerokuApp, extractProcfile } from "./deploy/extract-heroku.js";
import { extractHelmValues, HELM_VALUES } from "./deploy/extract-helm-values.js";
import { extractTemplatePart, looksLikeTemplatePart } from "./deploy/extract-helm-template.js";
import { extractKubernetes, looksLikeKubernetes } from "./deploy/extract-kubernetes.js";
import { extractNetlify } from "./deploy/extract-netlify.js";
import { extractOtherCi } from "./deploy/extract-other-ci.js";
import { extractPm2 } from "./deploy/extract-pm2.js";
import { extractRailway } from "./deploy/extract-railway.js";
import { extractRender } from "./deploy/extract-render.js";
import { extractServerless } from "./deploy/extract-serverless.js";
import { extractStartScript, isStartScript } from "./deploy/extract-start-script.js";
import { extractSupabaseConfig } from "./deploy/extract-supabase-config.js";
import { extractSystemd } from "./deploy/extract-systemd.js";
import { extractTerraform } from "./deploy/extract-terraform.js";
import { extractVercel } from "./deploy/extract-vercel.js";
import { extractCompositeAction, extractWorkflow } from "./deploy/extract-workflow.js";
import { extractWrangler } from "./deploy/extract-wrangler.js";
import { extractDocumentedVariables } from "./env-files/documented-variables.js";
import { extractVariableList, isVariableList } from "./env-files/variable-lists.js";
import { envFileKind } from "./env-files/env-file-kind.js";
import { extractEnvFile } from "./env-files/extract-env-file.js";
import { addRows, type FactSet } from "./fact-set.js";
import { extractDenoJson } from "./packages/extract-deno-json.js";
import { extractPrismaSchema } from "./models/extract-prisma-schema.js";
import { extractPackageJson } from "./packages/extract-package-json.js";
import { extractCondaEnvironment, extractSetupCfg } from "./packages/extract-python-lists.js";
import { extractPipfile, extractPyproject, extractRequirements } from "./packages/extract-python-manifest.js";
import { extractTurboJson } from "./packages/extract-turbo-json.js";
import { extractMiseToml, extractToolVersions, extractVersionFile } from "./packages/extract-version-file.js";
import { extractLintConfig } from "./packages/lint-globals.js";
import { lockedPackages } from "./packages/locked-packages.js";
import { lockfileManager } from "./packages/lockfiles.js";
import { extractLernaJson, extractWorkspaceYaml } from "./packages/workspace-rows.js";
import { extractWebPage, WEB_PAGE } from "./web-pages.js";

/** The file an extractor is chosen for. */
export interface ConfigFile {
  readonly path: string;
  readonly language: Language;
  readonly role: Role;
}

type Extract = (path: string, text: string) => FactSet | null;

/** Files whose name alone says what they are. */
const BY_NAME: Readonly<Record<string, Extract>> = {
  "package.json": extractPackageJson,
  "pyproject.toml": extractPyproject,
  Pipfile: extractPipfile,
  "setup.cfg": extractSetupCfg,
  "environment.yml": extractCondaEnvironment,
  "environment.yaml": extractCondaEnvironment,
  "pnpm-workspace.yaml": extractWorkspaceYaml,
  ".yarnrc.yml": extractWorkspaceYaml,
  "lerna.json": extractLernaJson,
  "deno.json": extractDenoJson,
  "deno.jsonc": extractDenoJson,
  "turbo.json": extractTurboJson,
  "turbo.jsonc": extractTurboJson,
  ".nvmrc": (path, text) => extractVersionFile(path, text, "node", "nvmrc"),
  ".node-version": (path, text) => extractVersionFile(path, text, "node", "node-version"),
  ".python-version": (path, text) => extractVersionFile(path, text, "python", "python-version"),
  ".tool-versions": extractToolVersions,
  "mise.toml": extractMiseToml,
  ".mise.toml": extractMiseToml,
  "vercel.json": extractVercel,
  "netlify.toml": extractNetlify,
  "render.yaml": extractRender,
  "render.yml": extractRender,
  "railway.json": extractRailway,
  "railway.toml": extractRailway,
  "app.json": extractHerokuApp,
  Procfile: extractProcfile,
  "wrangler.toml": extractWrangler,
  "wrangler.json": extractWrangler,
  "wrangler.jsonc": extractWrangler,
  "serverless.yml": extractServerless,
  "serverless.yaml": extractServerless,
  "ecosystem.config.json": extractPm2,
  "ecosystem.json": extractPm2,
  "ecosystem.config.yml": extractPm2,
  "ecosystem.config.yaml": extractPm2,
  ".gitlab-ci.yml": extractOtherCi,
  ".gitlab-ci.yaml": extractOtherCi,
  "bitbucket-pipelines.yml": extractOtherCi,
  "azure-pipelines.yml": extractOtherCi,
  ".travis.yml": extractOtherCi,
  ".drone.yml": extractOtherCi,
  ".woodpecker.yml": extractOtherCi,
};

/** Files that are told by the shape of their path. GitHub reads workflows in the root folder only. */
const BY_SHAPE: readonly (readonly [shape: RegExp, extract: Extract])[] = [
  [/^\.github\/workflows\/[^/]+\.ya?ml$/, extractWorkflow],
  [/^\.github\/actions\/.+\/action\.ya?ml$|^action\.ya?ml$/, extractCompositeAction],
  [
    /^\.circleci\/config\.ya?ml$|^\.buildkite\/[^/]+\.ya?ml$|^\.gitlab\/.+\.ya?ml$|^\.woodpecker\/.+\.ya?ml$/,
    extractOtherCi,
  ],
  [
    /(?:^|\/)(?:[Dd]ocker|[Cc]ontainer)file(?:[.-](?!dockerignore$)[\w.-]+)?$|\.(?:docker|container)file$/i,
    extractDockerfile,
  ],
  [/(?:^|[/._-])compose(?:[._-][\w.-]+)?\.ya?ml$/i, extractCompose],
  [/(?:^|\/)(?:fly(?:[._-][\w.-]+)?|[\w-]+\.fly)\.(?:toml|json)$/, extractFly],
  [/(?:^|\/)supabase\/config\.toml$/, extractSupabaseConfig],
  [/(?:^|\/)(?:\.eslintrc(?:\.json|\.ya?ml)?|\.oxlintrc\.jsonc?|\.jshintrc|biome\.jsonc?)$/, extractLintConfig],
  [/\.prisma$/, extractPrismaSchema],
  [
    /(?:^|\/)(?:[\w-]+[._-])?requirements(?:[._-][\w.-]+)?\.(?:txt|in)$|(?:^|\/)requirements\/[\w.-]+\.(?:txt|in)$/,
    extractRequirements,
  ],
  [/\.(?:service|timer)$/, extractSystemd],
  [/(?:^|\/)\.do\/[\w.-]+\.ya?ml$/, extractAppPlatform],
  [/\.tf(?:\.json)?$|\.hcl$/, extractTerraform],
  [HELM_VALUES, extractHelmValues],
  [WEB_PAGE, extractWebPage],
  [/(?:^|\/)wrangler\.[\w-]+\.(?:toml|jsonc?)$/, extractWrangler],
];

/** Other people's files and build results say nothing about how this repository is configured. */
const FOREIGN: ReadonlySet<Role> = new Set<Role>(["vendored", "generated"]);

/** Broken files among tests and examples are broken on purpose, or nobody's problem. */
const EXERCISES: ReadonlySet<Role> = new Set<Role>(["test", "example", "archived", "docs"]);

/**
 * Facts of a file that is not code: env files, manifests, version files, deploy and CI files, web pages.
 * Null when it is none of them. Never throws for what the text holds; what is broken becomes `problem` rows.
 */
export function extractConfigFile(file: ConfigFile, text: string): FactSet | null {
  // Lock files are often classed as generated.
  const manager = lockfileManager(file.path);
  if (manager !== null) return lockfileFacts(file.path, manager, text);
  if (FOREIGN.has(file.role)) return null;
  const facts = chooseExtractor(file, text)?.(file.path, text) ?? null;
  if (EXERCISES.has(file.role)) {
    if (facts) delete facts.problem;
    return facts;
  }
  if (facts !== null) addAddresses(facts, file, text);
  const edge = extractEdgeLimits(file.path, file.language, text);
  if (edge === null || facts === null) return facts ?? edge;
  addRows(facts, "deploy_setting", edge.deploy_setting ?? []);
  return facts;
}

/** Lock files and manifests hold addresses of packages; workflows start databases to test with. */
function addAddresses(facts: FactSet, { path }: ConfigFile, text: string): void {
  if (/\.(?:html?|md|prisma|tf|tf\.json|hcl)$|(?:^|\/)\.github\//.test(path)) return;
  const rows = databaseAddresses(path, text);
  if (rows.length > 0) addRows(facts, "db_address", rows);
}

function chooseExtractor(file: ConfigFile, text: string): Extract | null {
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  if (Object.hasOwn(BY_NAME, name)) return BY_NAME[name] ?? null;
  // Web pages are written in .tpl files, too.
  if (looksLikeTemplatePart(file.path, text)) return extractTemplatePart;
  const shape = BY_SHAPE.find(([pattern]) => pattern.test(file.path));
  // Markdown about Dockerfiles and TypeScript that builds compose files match shapes, too.
  if (shape && !isCode(file.language)) return shape[1];
  const kind = isCode(file.language) ? null : envFileKind(file.path);
  if (kind) return (path, content) => extractEnvFile(path, content, kind);
  if (isStartScript(file.path)) return extractStartScript;
  if (isVariableList(file.path)) return extractVariableList;
  if (file.language === "markdown") return file.role === "docs" ? extractDocumentedVariables : null;
  if (file.language !== "yaml") return null;
  if (looksLikeKubernetes(text)) return extractKubernetes;
  return looksLikeAlerting(text) ? extractAlerting : null;
}

const isCode = (language: Language): boolean =>
  /^(?:typescript|javascript|vue|svelte|astro|python|sql|markdown)$/.test(language);

function lockfileFacts(path: string, package_manager: string, text: string): FactSet {
  const facts: FactSet = {};
  addRows(facts, "lockfile", [{ file: path, package_dir: null, package_manager }]);
  const locked = lockedPackages(path, package_manager, text);
  if (locked.length > 0) addRows(facts, "locked_package", locked);
  return facts;
}
