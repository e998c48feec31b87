import type { FactSet } from "../fact-set.js";
import type { DeploySettingRow, LiteralRow } from "../rows.js";
import { readObject } from "./argument-function.js";
import { dirOf } from "./paths.js";

/** Something in the repository that only a product which is deployed has. */
interface Sign {
  readonly dir: string;
  readonly place: string;
  /** It says where the app runs, or brings it there; an image and a start script only say how it could. */
  readonly isRelease: boolean;
}

/** What shows that an app is put into production. */
export interface Production {
  readonly place: string;
  readonly isReleased: boolean;
}

/** Files of these kinds are written for a platform: that they are there is enough. */
const PLATFORMS = /^(kubernetes|vercel|netlify|render|fly|railway|procfile|heroku|pm2|systemd|serverless|wrangler)$/;
/** Files for one's own machine, whatever they start. */
const FOR_DEVELOPMENT = /(^|[/._-])(dev|develop|development|local|test|tests|e2e|ci|example|sample)([/._-]|$)/i;
const STARTS_DEVELOPMENT =
  /\b(nodemon|ts-node-dev|sleep|tail)\b|--watch\b|\b(npm|yarn|pnpm|bun|run)["',\s]+(start:)?dev\b|^\W*(\/?\w+\/)*(ba)?sh\W*$/;
const NO_PRODUCT = new Set(["test", "example", "docs", "archived", "vendored", "generated"]);

/** Steps of a workflow that bring a version to where it runs. */
const DEPLOYS =
  /\b(fly|flyctl|deployctl|serverless|sls|cdk|sst|eb|firebase) deploy\b|\bwrangler (deploy|publish)\b|\bvercel\b.*(--prod|deploy)|\brailway up\b|\bkubectl (apply|set image|rollout)\b|\bhelm upgrade\b|\bgcloud (run|app|functions) deploy\b|\bdocker push\b|\bpm2 (restart|reload|start)\b|^(superfly\/flyctl|docker\/build-push|appleboy\/(ssh|scp)|azure\/(webapps|functions|container-apps)-deploy|aws-actions\/amazon-ecs-deploy|akhileshns\/heroku-deploy|amondnet\/vercel|cloudflare\/wrangler|google-github-actions\/deploy|denoland\/deployctl)/i;

/** What is printed is not done. */
const PRINTED = /^[ \t]*(?:#[^\n]*|(?:echo|printf)\b[^\n|&;]*)/gm;

const PRODUCTION_START = /\bNODE_ENV=production\b|\bpm2(-runtime)?\b/;

/** Where a product says what its own address is: among the origins it allows, and what it calls itself. */
const ORIGINS = /origin|(?<!\w)cors(?!\w)|cors[_-]?(config|options?|settings?|allow\w*)/i;
const OWN_ADDRESS = /origin|cors|allowed|domain|site|app_?url|base_?url|client_?url|front_?end/i;
const PUBLIC = /^https:\/\/(?!localhost|127\.|.*(example|your-?|my-?app|placeholder|\$\{))[\w.-]+\.[a-z]{2,}\/?$/i;
/** What asks for somebody else: corsProxies, proxyUrl, https://cors-anywhere.herokuapp.com. */
const PROXY = /pro(xy|xies)|cors-?anywhere|allorigins/i;
/** A preview of one commit is not what users open. */
const PREVIEW = /-git-|-[a-z0-9]{9}-[\w-]+\.vercel\.app/i;
const HOSTED =
  /\.(vercel\.app|onrender\.com|herokuapp\.com|railway\.app|fly\.dev|netlify\.app|pages\.dev|run\.app|azurewebsites\.net|deno\.dev|workers\.dev)\/?$/i;

/**
 * What shows that an app is put into production, by the app's folder: a deploy file, a workflow that deploys, a start script for
 * production, a public address it calls its own. A sign in the folder of another app says nothing; one at the root stands for all.
 */
export function productionSigns(facts: FactSet, appDirs: readonly string[]): Map<string, Production> {
  const signs = [...deployFiles(facts), ...startScripts(facts), ...addresses(facts)];
  const nested = appDirs.filter((dir) => dir !== "");
  const ownerOf = ({ dir }: Sign): string =>
    nested.filter((app) => `${dir}/`.startsWith(`${app}/`)).toSorted((a, b) => b.length - a.length)[0] ?? "";
  return new Map(
    appDirs.flatMap((app) => {
      const own = signs.filter((sign) => ownerOf(sign) === app);
      const shared = signs.filter((sign) => ownerOf(sign) === "");
      const near = own[0] ?? shared[0];
      const isReleased = [...own, ...shared].some((sign) => sign.isRelease);
      return near ? [[app, { place: near.place, isReleased }] as const] : [];
    }),
  );
}

function deployFiles(facts: FactSet): Sign[] {
  const roles = new Map((facts.file ?? []).map(({ path, role }) => [path, role]));
  const built = new Set(
    (facts.deploy_setting ?? []).filter(({ key }) => key === "build").map(({ file, service }) => `${file} ${service}`),
  );
  return (facts.deploy_setting ?? [])
    .filter(({ file }) => !NO_PRODUCT.has(roles.get(file) ?? "config") && !FOR_DEVELOPMENT.test(file))
    .filter((row) => isDeployment(row, built))
    .map(({ file, line, kind }) => ({
      dir: kind === "workflow" ? "" : dirOf(file),
      place: `${file}:${line}`,
      isRelease: kind !== "dockerfile",
    }));
}

function isDeployment({ kind, key, value, file, service }: DeploySettingRow, built: ReadonlySet<string>): boolean {
  if (kind === "dockerfile") return /^(final\.)?(cmd|entrypoint)$/.test(key) && !STARTS_DEVELOPMENT.test(value ?? "");
  if (kind === "workflow") return /^(uses|run)$/.test(key) && DEPLOYS.test((value ?? "").replaceAll(PRINTED, ""));
  if (kind !== "compose") return PLATFORMS.test(kind);
  // A compose file starts databases for development, unless it keeps what it built itself running.
  if (/prod|deploy/i.test(file)) return true;
  return key === "restart" && /^(always|unless-stopped)$/.test(value ?? "") && built.has(`${file} ${service}`);
}

function startScripts(facts: FactSet): Sign[] {
  return (facts.package ?? []).flatMap(({ dir, file, scripts_json: scripts }) => {
    const starts = Object.entries(readObject(scripts)).filter(([name]) => /^(start|serve|prod)/.test(name));
    const isForProduction = starts.some(([, command]) => typeof command === "string" && PRODUCTION_START.test(command));
    return isForProduction ? [{ dir, place: file, isRelease: false }] : [];
  });
}

function addresses(facts: FactSet): Sign[] {
  const files = new Map((facts.file ?? []).map((row) => [row.path, row]));
  return (facts.literal ?? [])
    .filter((row) => files.get(row.file)?.role === "app" && isOwnAddress(row))
    .map(({ file, line }) => ({ dir: dirOf(file), place: `${file}:${line}`, isRelease: true }));
}

function isOwnAddress({ value, key, holder, callee, context }: LiteralRow): boolean {
  if (!PUBLIC.test(value) || PREVIEW.test(value) || context === "type") return false;
  const named = `${key ?? ""} ${holder ?? ""} ${callee ?? ""}`;
  if (PROXY.test(named) || PROXY.test(value)) return false;
  return ORIGINS.test(named) || (HOSTED.test(value) && OWN_ADDRESS.test(named));
}
