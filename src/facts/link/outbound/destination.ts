import type { PackageRow } from "../../rows.js";
import { hostOf, type Address } from "./address.js";

export type DestinationKind = "external" | "configured" | "internal" | "relative" | "unknown";

export interface Destination {
  readonly kind: DestinationKind;
  readonly host: string | null;
  readonly vendor: string | null;
}

const UNKNOWN: Destination = { kind: "unknown", host: null, vendor: null };

/** Loopback, private ranges, container and cluster names, names that cannot be looked up outside. */
const PRIVATE_HOST =
  /^(localhost|0\.0\.0\.0|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|\[|host\.docker\.internal$|[^.*]+$)|\.(local|localhost|internal|lan|test|svc|consul)$|\.svc\.|\.cluster\.local$/;

/** Where a project's own back end and deployments live: a name below these is somebody's own. */
const PLATFORM_HOST =
  /[.](supabase[.](co|in|net)|firebaseio[.]com|cloudfunctions[.]net|run[.]app|web[.]app|hosted[.]app|convex[.](cloud|site)|vercel[.]app|netlify[.]app|onrender[.]com|railway[.]app|fly[.]dev|workers[.]dev|pages[.]dev|herokuapp[.]com|azurewebsites[.]net|appspot[.]com|deno[.]dev|ngrok[.]io|ngrok-free[.]app|lhr[.]life)$/;

const PREFIX = "(NEXT_PUBLIC|NUXT_PUBLIC|NUXT|VITE|PUBLIC|REACT_APP|EXPO_PUBLIC|GATSBY)_";
const OWN_WORD =
  "(APP|APPLICATION|SITE|BASE|WEB|WEBSITE|WEBAPP|SELF|FRONTEND|FRONT|CLIENT|BACKEND|SERVER|API|HOST|ORIGIN|DASHBOARD|ADMIN|PORTAL|INTERNAL|DOMAIN|ROOT|NEXTAUTH|AUTH|BETTER|VERCEL|RENDER|RAILWAY|DEPLOY|DEPLOYMENT|EXTERNAL|PRODUCTION|PROD|PREVIEW|BRANCH|CANONICAL|MAIN|PUBLIC|SERVICE|APPS|LOGIN|URL|PROJECT|LOCAL|DEV|GQL|GRAPHQL|REST|WS|HTTP|HTTPS|MARKETING|DOCS|BLOG|HELP|LANDING|STATUS|SHORT)";

/** APP_URL, NEXT_PUBLIC_API_BASE_URL, VERCEL_URL: where the project itself is served. */
const OWN_VARIABLE = new RegExp(
  `^(${PREFIX})?${OWN_WORD}(_${OWN_WORD})*(_(URL|URI|HOST|ORIGIN|DOMAIN|ENDPOINT|BASE|PATH))*$`,
  "u",
);

/** SUPABASE_URL: the project's own database and functions. */
const BACKEND_VARIABLE =
  /(^|_)(SUPABASE|FIREBASE|CONVEX|POCKETBASE|APPWRITE|HASURA|DATABASE|DB)(_\w+)?_(URL|URI|HOST|ENDPOINT)$/;

/** What the machine itself answers: metadata and credentials of the platform that runs the process. */
const PLATFORM_VARIABLE =
  /^(ECS_CONTAINER_METADATA|AWS_CONTAINER_|AWS_LAMBDA_RUNTIME_API|IDENTITY_ENDPOINT|MSI_ENDPOINT|GCE_METADATA|KUBERNETES_)/;

/** Variables that bundlers put into a page: whoever reads one may run in a browser. */
const BUNDLED_VARIABLE = /^(VITE|REACT_APP|EXPO_PUBLIC|GATSBY)_/;

/** Says whose service an address is. `own` are labels that stand for the project's own domains. */
export function destinationOf(address: Address, own: ReadonlySet<string>): Destination {
  if (address.text !== null && address.text !== "") return ofText(address.text, own);
  if (address.env === null || BUNDLED_VARIABLE.test(address.env)) return UNKNOWN;
  const rest = withoutOwnLabel(address.env, own);
  if (rest !== null && OWN_VARIABLE.test(rest)) return { kind: "internal", host: null, vendor: null };
  if ([OWN_VARIABLE, BACKEND_VARIABLE, PLATFORM_VARIABLE].some((pattern) => pattern.test(address.env ?? "")))
    return { kind: "internal", host: null, vendor: null };
  return { kind: "configured", host: null, vendor: `$${address.env}` };
}

/** `ACME_API_URL` of acme: `API_URL`; null when the name does not begin with the project's own. */
function withoutOwnLabel(name: string, own: ReadonlySet<string>): string | null {
  const [, prefix = "", rest = ""] = /^(?:(?:NEXT|NUXT)_PUBLIC_)?([A-Z0-9]+)_(\w+)$/.exec(name) ?? [];
  return own.has(prefix.toLowerCase()) ? rest : null;
}

function ofText(text: string, own: ReadonlySet<string>): Destination {
  const host = hostOf(text);
  if (host === null) return text.startsWith("/") && !text.startsWith("//") ? relative : UNKNOWN;
  if (/^[*.]+$/.test(host)) return UNKNOWN;
  const isOwn = PRIVATE_HOST.test(host) || PLATFORM_HOST.test(host) || own.has(siteOf(host));
  return { kind: isOwn ? "internal" : "external", host, vendor: host };
}

const relative: Destination = { kind: "relative", host: null, vendor: null };

/** `api.example.co.uk` → example: the label somebody registered. */
function siteOf(host: string): string {
  const labels = host.split(".");
  const isCountry = labels.length > 2 && /^(co|com|org|net|gov|ac)$/.test(labels.at(-2) ?? "");
  return labels.at(isCountry ? -3 : -2) ?? "";
}

/** What a repository's name has and its domain has not, or only as an ending. */
const SUFFIX = /[.-](dev|io|app|com|ai|hq|monorepo|web|site|api)$/;

/** Shorter names (x, app) are too likely to be somebody else's domain, too. */
const SHORTEST_OWN = 4;

/** What the project's packages are called: `@acme/web` is served from acme's domains. */
export function ownLabels(packages: readonly PackageRow[]): Set<string> {
  const labels = new Set<string>();
  for (const { name, is_root: isRoot } of packages) {
    const scope = /^@([^/]+)\//.exec(name ?? "")?.[1];
    const label = (scope ?? (isRoot ? name : null))?.toLowerCase().replace(SUFFIX, "");
    // A scope was registered for the purpose; a bare name can be anything.
    if (label !== undefined && label.length >= (scope === undefined ? SHORTEST_OWN : 2)) labels.add(label);
  }
  return labels;
}
