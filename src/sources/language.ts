/** Which language a file is written in, by its path alone. */
import type { Language } from "../shared/repository.js";

const BY_EXTENSION = languageMap({
  ts: "typescript",
  tsx: "typescript",
  mts: "typescript",
  cts: "typescript",
  js: "javascript",
  jsx: "javascript",
  mjs: "javascript",
  cjs: "javascript",
  vue: "vue",
  svelte: "svelte",
  astro: "astro",
  py: "python",
  pyi: "python",
  pyw: "python",
  sql: "sql",
  psql: "sql",
  pgsql: "sql",
  ddl: "sql",
  json: "json",
  jsonc: "json",
  json5: "json",
  webmanifest: "json",
  yaml: "yaml",
  yml: "yaml",
  toml: "toml",
  env: "env",
  dockerfile: "dockerfile",
  containerfile: "dockerfile",
  md: "markdown",
  mdx: "markdown",
  markdown: "markdown",
});

/** Names whose extension says nothing, or the wrong thing. Lower case. */
const BY_NAME = languageMap({
  ".babelrc": "json",
  ".swcrc": "json",
  ".jshintrc": "json",
  "bun.lock": "json",
  "deno.lock": "json",
  "composer.lock": "json",
  "pipfile.lock": "json",
  pipfile: "toml",
  "poetry.lock": "toml",
  "uv.lock": "toml",
  "cargo.lock": "toml",
  ".clang-format": "yaml",
  ".dev.vars": "env",
  ".flaskenv": "env",
  ".prettierrc": "yaml",
});

const DOCKERFILE = /^(?:dockerfile|containerfile)(?:[.-](?!dockerignore$)[\w.-]+)?$/;
/** `.env`, `.env.local`, `.env-template`, `env.example`, `dotenv.sample`, `production.env`, `.dev.vars.example`. */
const ENV_FILE =
  /^(?:\.env(?:[.\-_][\w.-]+)?|(?:dot)?env[.\-_](?:example|sample|template|dist|defaults?)|\.dev\.vars\.[\w.-]+)$/;

/** The language of a path; `other` for text that no extractor reads. */
export function classifyLanguage(path: string): Language {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  const byName = BY_NAME.get(name);
  if (byName !== undefined) return byName;
  const dot = name.lastIndexOf(".");
  const byExtension = dot > 0 || name === ".env" ? BY_EXTENSION.get(name.slice(dot + 1)) : undefined;
  if (byExtension !== undefined) return byExtension;
  if (ENV_FILE.test(name)) return "env";
  return DOCKERFILE.test(name) ? "dockerfile" : "other";
}

const BINARY_EXTENSIONS: ReadonlySet<string> = new Set(
  (
    "png jpg jpeg gif webp avif ico icns bmp tif tiff psd ai sketch fig heic mp3 mp4 m4a m4v mov avi mkv webm wav ogg flac aac " +
    "pdf doc docx xls xlsx ppt pptx odt zip gz tgz bz2 xz zst 7z rar jar war tar whl egg pyc pyo class o a so dll dylib exe bin " +
    "wasm node woff woff2 ttf otf eot db sqlite sqlite3 parquet onnx pt pkl npy npz glb gltf fbx lockb der p12 pfx jks keystore " +
    "dmg iso apk aab ipa deb rpm riv lottie blend"
  ).split(" "),
);

/** Text that no extractor knows, common enough that looking inside for NUL bytes would only cost time. */
const PLAIN_TEXT_EXTENSIONS: ReadonlySet<string> = new Set(
  (
    "css scss sass less styl html htm svg xml txt csv tsv sh bash zsh fish ps1 bat cmd graphql gql prisma hbs ejs pug njk liquid " +
    "mustache go rs rb java kt kts swift php cs cpp c h hpp lua dart ex exs erl clj scala r tf tfvars hcl proto ini cfg conf " +
    "properties rst adoc snap patch diff lock map po pot tpl j2 jinja jinja2 nix http rest"
  ).split(" "),
);

/** What the extension promises about a file's bytes; `unknown` when only looking inside can tell. */
export function contentKind(path: string): "binary" | "text" | "unknown" {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  const extension = name.slice(name.lastIndexOf(".") + 1);
  if (name.includes(".") && BINARY_EXTENSIONS.has(extension)) return "binary";
  if (PLAIN_TEXT_EXTENSIONS.has(extension) || classifyLanguage(path) !== "other") return "text";
  return "unknown";
}

function languageMap(entries: Readonly<Record<string, Language>>): ReadonlyMap<string, Language> {
  return new Map(Object.entries(entries));
}
