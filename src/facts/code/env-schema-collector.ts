import { ts } from "ts-morph";
import type { EnvDeclarationRow } from "../rows.js";
import { addRows } from "../fact-set.js";
import type { EnvFile } from "./env-file.js";
import { peel, UPPER_SNAKE } from "./env-objects.js";
import type { FoundSchema } from "./env-schemas.js";
import type { SchemaField } from "./env-terms.js";
import { describeDefault, NO_DEFAULT } from "./env-use.js";
import { lineOf, type Collector, type WalkContext } from "./model.js";
import { memberName } from "./syntax.js";

const BINDINGS = /^((Cloudflare|Workers?)?Bindings|(Cloudflare|Workers?)Env)$/;

/** Schemas that the environment is held against, and types that declare it. */
export class EnvSchemaCollector implements Collector {
  readonly #env: EnvFile;

  constructor(env: EnvFile) {
    this.#env = env;
  }

  visit(node: ts.Node, context: WalkContext): void {
    if (ts.isInterfaceDeclaration(node)) this.#types(node);
    else if (ts.isTypeAliasDeclaration(node) && ts.isTypeLiteralNode(node.type) && this.#isBindings(node))
      this.#declare(node.type.members, true);
    else if (ts.isCallExpression(node)) this.#schema(node, context.functionId);
  }

  #schema(node: ts.CallExpression, functionId: number | null): void {
    const site = this.#env.schemaAt(node)?.site ?? this.#envVar(node);
    if (!site) return;
    this.#env.model.env.schemas.push({ ...site, functionId });
    if (site.isGuess || site.schema.kind !== "schema") return;
    for (const field of site.schema.fields) {
      const name = site.names === null ? field.name : site.names[field.name];
      if (name !== undefined) this.#env.checked.set(name, field.isOptional);
    }
  }

  /** `env.get("PORT").default("3000").asPortNumber()` of env-var: a schema of one variable. */
  #envVar(node: ts.CallExpression): FoundSchema | null {
    const callee = node.expression;
    const [first] = node.arguments;
    const name = first ? peel(first) : null;
    const method = ts.isPropertyAccessExpression(callee)
      ? callee.name.text
      : ts.isIdentifier(callee)
        ? callee.text
        : "";
    if (method !== "get" || !name || !ts.isStringLiteralLike(name)) return null;
    const { origin } = this.#env.model.finder.of(callee);
    if (origin.kind !== "import" || origin.specifier !== "env-var") return null;
    const line = lineOf(this.#env.model, node);
    const field = this.#envVarField(node, name.text, line);
    const schema = { kind: "schema", library: "json-schema", fields: [field], bases: [] } as const;
    return { kind: "env-var", line, schema, names: null, isGuess: false };
  }

  #envVarField(node: ts.CallExpression, name: string, line: number): SchemaField {
    let isRequired = false;
    let fallback = NO_DEFAULT;
    let current: ts.Expression = node;
    while (ts.isPropertyAccessExpression(current.parent) && ts.isCallExpression(current.parent.parent)) {
      const call: ts.CallExpression = current.parent.parent;
      const [argument] = call.arguments;
      const method = current.parent.name.text;
      if (method === "required") isRequired = argument?.kind !== ts.SyntaxKind.FalseKeyword;
      if (method === "default" && argument) {
        fallback = describeDefault(this.#env.model, argument, { isSame: () => false, isEnv: () => false });
      }
      current = call;
    }
    const isOptional = !isRequired || fallback.kind !== "none";
    return { name, file: this.#env.model.path, line, isOptional, fallback, isConverted: true };
  }

  /** `namespace NodeJS { interface ProcessEnv { X: string } }`, `interface ImportMetaEnv { … }`. */
  #types(node: ts.InterfaceDeclaration): void {
    const name = node.name.text;
    if (this.#isBindings(node)) this.#declare(node.members, true);
    else if (name === "ImportMetaEnv" || (name === "ProcessEnv" && isInNamespace(node, "NodeJS")))
      this.#declare(node.members, false);
  }

  /** What a worker is given: `interface Env` as wrangler writes it, Hono's `type Bindings`. */
  #isBindings(node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration): boolean {
    const name = node.name.text;
    if (BINDINGS.test(name)) return true;
    return name === "Env" && (this.#env.model.path.endsWith(".d.ts") || bindsResources(node));
  }

  #declare(members: ts.NodeArray<ts.TypeElement>, isBindings: boolean): void {
    const rows: EnvDeclarationRow[] = [];
    for (const member of members) {
      if (!ts.isPropertySignature(member)) continue;
      const variable = memberName(member.name);
      // Databases, queues and buckets are bound to a worker, too.
      if (variable === "" || (isBindings && !isVariable(member, variable))) continue;
      rows.push({
        file: this.#env.model.path,
        line: lineOf(this.#env.model, member),
        name: variable,
        source: "types",
        value_kind: "unknown",
        value: null,
        is_commented: false,
        is_optional: member.questionToken !== undefined || /\bundefined\b/.test(member.type?.getText() ?? ""),
        environment: null,
      });
    }
    if (rows.length > 0) addRows(this.#env.model.facts, "env_declaration", rows);
  }
}

/** `DB: D1Database` among the members: what a worker is given, wherever it is written down. */
const bindsResources = (node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration): boolean =>
  ts.isInterfaceDeclaration(node) &&
  node.members.some(
    (member) =>
      ts.isPropertySignature(member) &&
      /^(KVNamespace|R2Bucket|D1Database|DurableObjectNamespace|Fetcher|Queue|Hyperdrive|VectorizeIndex)\b/.test(
        member.type?.getText() ?? "",
      ),
  );

const isVariable = (member: ts.PropertySignature, name: string): boolean =>
  UPPER_SNAKE.test(name) &&
  (member.type?.kind === ts.SyntaxKind.StringKeyword || /^["']/.test(member.type?.getText() ?? ""));

function isInNamespace(node: ts.Node, name: string): boolean {
  for (let current = node.parent; !ts.isSourceFile(current); current = current.parent) {
    if (ts.isModuleDeclaration(current) && current.name.text === name) return true;
  }
  return false;
}
