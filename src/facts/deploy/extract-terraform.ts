import { describeEnvValue } from "../env-files/env-value.js";
import { addRows, type FactSet } from "../fact-set.js";

const MOST_LINES = 20_000;
const MOST_ROWS = 500;
const DEEPEST = 200;
const LONGEST_LINE = 2000;

const TOKEN = /"(?:[^"\\]|\\.)*"?|\/\*|#|\/\/|[A-Za-z_][\w-]*|[=!<>]=|=>|[=:,{}()[\]]|[^\s"]/g;
const UPPER_SNAKE = /^[A-Z][A-Z0-9_]*$/;
/** Terraform's and Terragrunt's own. */
const OWN = /^(TF|TG|TERRAGRUNT)_/;
/** Blocks, maps and lists in which a container or a function gets its variables. */
const VARIABLES =
  /(^|[_-])(env|envs|environment|secrets?|vars)([_-]|$)|^(variables|environmentVariables|containerEnvironment|app_settings|secret_string)$/i;
/** What stands around a map without saying what it is. */
const PASSED_ON = /^(for_each|default|content|value)$/;
const VALUE = /^(value|value_?from|value_source|secret_name)$/i;

interface Place {
  readonly line: number;
  readonly text: string;
}

/** What a bracket encloses. */
class Block {
  /** The key whose value is being read. */
  key: string | null = null;
  name: Place | null = null;
  /** `key` instead of `name` says less: tags are written so, too. */
  isKey = false;
  hasValue = false;
  value: string | null = null;

  constructor(
    readonly isCurly: boolean,
    readonly opener: string | null,
  ) {}
}

/** Variables that Terraform or Terragrunt gives to containers, functions and apps; null when there are none. */
export function extractTerraform(path: string, text: string): FactSet | null {
  const found = new TerraformVariables().read(text);
  if (found.size === 0) return null;
  const facts: FactSet = {};
  const rows = [...found].map(([name, { line, value }]) => {
    const described = value === null ? { kind: "unknown", value: null } : describeEnvValue(name, value);
    return {
      file: path,
      line,
      name,
      source: "infrastructure",
      value_kind: described.kind,
      value: described.value,
      is_commented: false,
      is_optional: false,
      environment: null,
    };
  });
  addRows(facts, "env_declaration", rows);
  return facts;
}

class TerraformVariables {
  readonly #found = new Map<string, { line: number; value: string | null }>();
  #stack: Block[] = [];
  #top = new Block(true, null);
  #inComment = false;

  read(text: string): ReadonlyMap<string, { line: number; value: string | null }> {
    for (const [index, line] of text.split("\n", MOST_LINES).entries())
      this.#line(line.slice(0, LONGEST_LINE), index + 1);
    while (this.#stack.length > 0) this.#close();
    return this.#found;
  }

  #line(line: string, number: number): void {
    // Whatever a script inside a text left open.
    if (line.startsWith("}")) while (this.#stack.length > 1) this.#close();
    const tokens = this.#tokens(line);
    for (const [at, token] of tokens.entries()) {
      if (token === "=" || token === ":") this.#assign(tokens, at, number);
      else if (/^[{([]$/.test(token)) this.#open(token, tokens, at);
      else if (/^[})\]]$/.test(token)) this.#close();
      else if (token === "," && this.#top.isCurly) this.#top.key = null;
    }
    if (!/^[=:]$/.test(tokens.at(-1) ?? "")) this.#top.key = null;
  }

  #tokens(line: string): string[] {
    const tokens: string[] = [];
    let rest = line;
    if (this.#inComment) {
      const end = line.indexOf("*/");
      if (end === -1) return [];
      this.#inComment = false;
      rest = line.slice(end + 2);
    }
    for (const [token] of rest.matchAll(TOKEN)) {
      if (token === "#" || token === "//") break;
      if (token === "/*") {
        this.#inComment = !line.includes("*/");
        break;
      }
      tokens.push(token);
    }
    return tokens;
  }

  /** `key =`, `"key" =`, `"key":` at the start of an entry. */
  #assign(tokens: readonly string[], at: number, line: number): void {
    const block = this.#top;
    const before = tokens[at - 2];
    if (at === 0 || !block.isCurly || (before !== undefined && before !== "{" && before !== ",")) return;
    const key = unquoted(tokens[at - 1] ?? "");
    const given = tokens[at + 1] ?? "";
    const value = given.startsWith('"') ? unquoted(given) : null;
    block.key = key;
    if (/^(name|key)$/i.test(key) && value !== null) {
      block.name = { line, text: value };
      block.isKey = key === "key";
    } else if (VALUE.test(key)) {
      block.hasValue = true;
      if (key === "value") block.value = value;
    } else if (block.opener !== null && VARIABLES.test(block.opener)) this.#declare({ line, text: key }, value);
  }

  #open(bracket: string, tokens: readonly string[], at: number): void {
    const parent = this.#top;
    const named = parent.key ?? (bracket === "{" && parent.isCurly ? blockName(tokens, at) : null);
    const isInherited = named === null ? !parent.isCurly : PASSED_ON.test(named);
    if (named !== null && VALUE.test(named)) parent.hasValue = true;
    // Deeper than anything real: counted in no block of its own.
    if (this.#stack.length >= DEEPEST) return;
    this.#stack.push(parent);
    this.#top = new Block(bracket === "{", isInherited ? parent.opener : named);
  }

  #close(): void {
    const block = this.#top;
    const parent = this.#stack.pop();
    if (parent === undefined) return;
    this.#top = parent;
    const isVariable = !block.isKey || VARIABLES.test(block.opener ?? "");
    if (block.name !== null && block.hasValue && isVariable) this.#declare(block.name, block.value);
  }

  #declare({ text, line }: Place, value: string | null): void {
    if (!UPPER_SNAKE.test(text) || OWN.test(text) || this.#found.size >= MOST_ROWS) return;
    if (!this.#found.has(text)) this.#found.set(text, { line, value });
  }
}

const unquoted = (token: string): string => token.replace(/^"|"$/g, "");

/** `env {`, `dynamic "env" {`, `resource "vercel_project_environment_variable" "url" {`. */
function blockName(tokens: readonly string[], at: number): string | null {
  const start = Math.max(0, tokens.lastIndexOf("{", at - 1) + 1);
  const [kind, label] = tokens.slice(at === 0 ? 0 : start, at);
  return label?.startsWith('"') ? unquoted(label) : (kind ?? null);
}
