/** What the name of an env file says about it. */
export interface EnvFileKind {
  /** `example` documents the variables; `env` gives them values. */
  readonly source: "example" | "env";
  /** production | preview | development | test, where the name says so. */
  readonly environment: string | null;
  /** A direnv file is a shell script: only its assignments are read, and nothing in it is a mistake. */
  readonly isShell: boolean;
}

const EXAMPLE_WORD = /^(example|examples|sample|template|tmpl|tpl|dist|default|defaults|copy|schema)$/;

const ENVIRONMENT_WORDS: Readonly<Record<string, string>> = {
  production: "production",
  prod: "production",
  preview: "preview",
  staging: "preview",
  stage: "preview",
  development: "development",
  develop: "development",
  dev: "development",
  local: "development",
  test: "test",
  testing: "test",
  e2e: "test",
  ci: "test",
};

/** Endings of files that are named after the environment and are something else: `.env.d.ts`, `env.mjs`, `.env.vault` (encrypted). */
const OTHER_ENDING =
  /\.(?:[cm]?[jt]sx?|json5?|ya?ml|toml|mdx?|py|rb|go|rs|sh|bash|ps1|sql|nix|lock|vue|svelte|html|css|png|svg|vault|enc|gpg|age|pem|key|php|java|cs|swift)$/;

const SHAPES = [
  /^\.env(?:rc)?(?:[._-][\w-]+)*$/, // .env, .env.local, .env-template, .envrc
  /^(?:dot)?env[._-][\w.-]+$/, // env.example, env_sample, dotenv.example
  /^\.?[\w-]+(?:\.[\w-]+)*\.env(?:[._-][\w-]+)*$/, // example.env, .example.env, docker.env.dist
  /^\.dev\.vars(?:[._-][\w-]+)*$/, // wrangler
];

/** Recognises env files by name, whatever the language detection made of them; null for every other file. */
export function envFileKind(path: string): EnvFileKind | null {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  if (OTHER_ENDING.test(name) || !SHAPES.some((shape) => shape.test(name))) return null;
  const words = name.split(/[._-]/).filter((word) => word !== "");
  const isVars = words[0] === "dev" && words[1] === "vars";
  const environment = words.map((word) => ENVIRONMENT_WORDS[word]).find((found) => found !== undefined);
  return {
    source: words.some((word) => EXAMPLE_WORD.test(word)) ? "example" : "env",
    environment: isVars ? "development" : (environment ?? null),
    isShell: words.includes("envrc"),
  };
}
