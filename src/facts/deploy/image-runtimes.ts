import { readNodeVersion } from "../packages/node-version.js";

/** A runtime that a container image brings along. */
export interface ImageRuntime {
  readonly product: string;
  /** As the tag gives it; null when the tag floats. */
  readonly version: string | null;
  readonly isPinned: boolean;
}

/** Images by the end of their name. Registries, mirrors and namespaces in front do not change what they are. */
const IMAGES: Readonly<Record<string, string>> = {
  node: "node",
  python: "python",
  bun: "bun",
  deno: "deno",
  postgres: "postgresql",
  postgresql: "postgresql",
  pgvector: "postgresql",
  postgis: "postgresql",
  timescaledb: "postgresql",
  "timescaledb-ha": "postgresql",
  "pgvecto-rs": "postgresql",
  redis: "redis",
  "redis-stack": "redis",
  "redis-stack-server": "redis",
  valkey: "valkey",
  mongo: "mongodb",
  mongodb: "mongodb",
  "mongodb-community-server": "mongodb",
  mysql: "mysql",
  "mysql-server": "mysql",
  mariadb: "mariadb",
  rabbitmq: "rabbitmq",
  alpine: "alpine",
  debian: "debian",
  ubuntu: "ubuntu",
};

/** Namespaces that publish the product itself under its plain name; `acme/node` could be anything. */
const TRUSTED_NAMESPACE =
  /^(?:library|bitnami|bitnamilegacy|cimg|circleci|oven|denoland|pgvector|ankane|postgis|timescale|tensorchord|supabase|redis|valkey|mongodb|docker\/library|postgresql|sclorg|chainguard)$/;

/** Images of PostgreSQL extensions carry PostgreSQL's version as `pg16`; before it stands the extension's own. */
const EXTENSION_IMAGE = /^(?:pgvector|timescaledb|timescaledb-ha|pgvecto-rs)$/;

const DEBIAN: Readonly<Record<string, string>> = {
  jessie: "8",
  stretch: "9",
  buster: "10",
  bullseye: "11",
  bookworm: "12",
  trixie: "13",
  forky: "14",
};
const UBUNTU: Readonly<Record<string, string>> = {
  trusty: "14.04",
  xenial: "16.04",
  bionic: "18.04",
  focal: "20.04",
  jammy: "22.04",
  noble: "24.04",
};
/** The parts of an image reference; the tag is null when there is none. */
export interface ImageName {
  /** Without registry: `library/node` is `node`, `pgvector/pgvector` stays. */
  readonly path: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

/** Splits `registry:5000/name/space:tag@sha256:…`. */
export function parseImage(text: string): ImageName {
  const [reference = "", digest] = text.trim().split("@", 2);
  const colon = reference.lastIndexOf(":");
  const hasTag = colon > reference.lastIndexOf("/");
  const full = hasTag ? reference.slice(0, colon) : reference;
  const parts = full.split("/");
  const first = parts[0] ?? "";
  const isRegistry = parts.length > 1 && (/[.:]/.test(first) || first === "localhost");
  const path = (isRegistry ? parts.slice(1) : parts).join("/").replace(/^(?:docker\/)?library\//, "");
  return { path: path.toLowerCase(), tag: hasTag ? reference.slice(colon + 1) : null, digest: digest ?? null };
}

/** What an image runs, and the distribution under it: `node:18-alpine3.18` is Node 18 on Alpine 3.18. Unknown images give nothing. */
export function imageRuntimes(text: string): ImageRuntime[] {
  const image = parseImage(text);
  // An unresolved variable in the name could be any image; in the tag, any version.
  if (/[${}]/.test(image.path)) return [];
  const tag = image.tag === null || /[${}]/.test(image.tag) ? "" : image.tag.toLowerCase();
  const special = specialImage(image.path, tag);
  if (special) return special;
  const product = productOf(image.path);
  if (product === null) return distribution(tag);
  const version = tagVersion(image.path, product, tag);
  const runtimes: ImageRuntime[] = [{ product, version, isPinned: version !== null }];
  return product === "debian" || product === "ubuntu" || product === "alpine"
    ? runtimes
    : [...runtimes, ...distribution(tag)];
}

/** Products that are services beside our code, so that their variables are not our code's. */
export const isServiceImage = (text: string): boolean => {
  const product = productOf(parseImage(text).path);
  return product !== null && /^(?:postgresql|redis|valkey|mongodb|mysql|mariadb|rabbitmq)$/.test(product);
};

function productOf(path: string): string | null {
  const slash = path.lastIndexOf("/");
  const namespace = slash === -1 ? null : path.slice(0, slash);
  if (namespace !== null && !TRUSTED_NAMESPACE.test(namespace)) return null;
  const name = path.slice(slash + 1);
  return Object.hasOwn(IMAGES, name) ? (IMAGES[name] ?? null) : null;
}

/** Images whose name carries the version, and base images of AWS Lambda. */
function specialImage(path: string, tag: string): ImageRuntime[] | null {
  const lambda = /^lambda\/(nodejs|python)$/.exec(path);
  if (lambda) {
    const version = /^\d+(?:\.\d+)?/.exec(tag)?.[0];
    const suffix = lambda[1] === "nodejs" ? ".x" : "";
    const name = version === undefined ? null : `${lambda[1]}${version}${suffix}`;
    return [{ product: "lambda-runtime", version: name, isPinned: name !== null }];
  }
  const distroless = /(?:^|\/)distroless\/(nodejs|python)(\d+)?(?:-debian(\d+))?$/.exec(path);
  if (!distroless) return null;
  const product = distroless[1] === "nodejs" ? "node" : "python";
  // distroless/python3-debian12 names the language, not its version.
  const version = product === "node" ? (distroless[2] ?? null) : null;
  const runtimes: ImageRuntime[] = [{ product, version, isPinned: version !== null }];
  if (distroless[3]) runtimes.push({ product: "debian", version: distroless[3], isPinned: true });
  return runtimes;
}

function tagVersion(path: string, product: string, tag: string): string | null {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (product === "postgresql") {
    const own = /(?:^|[-_])pg-?(\d+(?:\.\d+)*)/.exec(tag)?.[1];
    if (own !== undefined || EXTENSION_IMAGE.test(name)) return own ?? null;
  }
  if (product === "ubuntu") return /^\d+\.\d+/.exec(tag)?.[0] ?? codename(UBUNTU, tag);
  if (product === "debian") return /^\d+(?:\.\d+)?/.exec(tag)?.[0] ?? codename(DEBIAN, tag);
  const number = /^v?(\d+(?:\.\d+)*)/.exec(tag)?.[1];
  if (number !== undefined) return number;
  return product === "node" ? nodeCodename(tag) : null;
}

/** `lts-iron-alpine` is Node 20. */
function nodeCodename(tag: string): string | null {
  for (const word of tag.split("-")) {
    const version = readNodeVersion(word);
    if (version !== null) return version;
  }
  return null;
}

function distribution(tag: string): ImageRuntime[] {
  const alpine = /(?:^|-)alpine(\d+\.\d+)/.exec(tag)?.[1];
  if (alpine !== undefined) return [{ product: "alpine", version: alpine, isPinned: true }];
  const debian = codename(DEBIAN, tag) ?? /(?:^|-)debian-?(\d+)/.exec(tag)?.[1];
  if (debian) return [{ product: "debian", version: debian, isPinned: true }];
  const ubuntu = codename(UBUNTU, tag) ?? /(?:^|-)ubuntu-?(\d+\.\d+)/.exec(tag)?.[1];
  return ubuntu ? [{ product: "ubuntu", version: ubuntu, isPinned: true }] : [];
}

function codename(names: Readonly<Record<string, string>>, tag: string): string | null {
  for (const word of tag.split(/[-_.]/)) if (Object.hasOwn(names, word)) return names[word] ?? null;
  return null;
}
