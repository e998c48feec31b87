import { ts } from "ts-morph";
import { addRows } from "../fact-set.js";
import { EnvCheckCollector } from "./env-checks.js";
import { exportedTerms } from "./env-exports.js";
import { EnvExposureCollector } from "./env-exposures.js";
import { EnvFile } from "./env-file.js";
import { EnvHandedCollector } from "./env-handed.js";
import { EnvReadCollector } from "./env-reads.js";
import { noteCallUse } from "./env-readers.js";
import { EnvSchemaCollector } from "./env-schema-collector.js";
import { isOpen } from "./env-terms.js";
import { guardRows } from "./guard-rows.js";
import { GuardCollector, type Decision } from "./guards.js";
import { Pm2VariableCollector } from "./pm2-variables.js";
import type { Collector, FileModel, WalkContext } from "./model.js";

/** A file without any of these words says nothing about the environment by itself. */
const MENTION = /env|config(?:service|module)/i;

const GUARD_KINDS = [ts.SyntaxKind.IfStatement, ts.SyntaxKind.ConditionalExpression, ts.SyntaxKind.BinaryExpression];

/** Everything a file says about environment variables. */
export function collectEnv(model: FileModel): Collector {
  const env = new EnvFile(model);
  return MENTION.test(model.source.text) ? new EnvCollector(env) : new ForeignCollector(env);
}

class EnvCollector implements Collector {
  readonly kinds = [
    ...GUARD_KINDS,
    ts.SyntaxKind.PropertyAccessExpression,
    ts.SyntaxKind.ElementAccessExpression,
    ts.SyntaxKind.CallExpression,
    ts.SyntaxKind.ObjectBindingPattern,
    ts.SyntaxKind.TypeAliasDeclaration,
    ts.SyntaxKind.ImportSpecifier,
    ts.SyntaxKind.InterfaceDeclaration,
    ts.SyntaxKind.PropertyAssignment,
    ts.SyntaxKind.NewExpression,
    ts.SyntaxKind.ObjectLiteralExpression,
  ];
  readonly #env: EnvFile;
  readonly #checks: EnvCheckCollector;
  readonly #schemas: EnvSchemaCollector;
  readonly #reads: EnvReadCollector;
  readonly #guards: GuardCollector;
  readonly #exposures: EnvExposureCollector;
  readonly #pm2: Pm2VariableCollector;
  readonly #handed: EnvHandedCollector;

  constructor(env: EnvFile) {
    this.#env = env;
    this.#exposures = new EnvExposureCollector(env);
    this.#pm2 = new Pm2VariableCollector(env);
    this.#handed = new EnvHandedCollector(env);
    this.#checks = new EnvCheckCollector(env);
    this.#schemas = new EnvSchemaCollector(env);
    this.#reads = new EnvReadCollector(env);
    this.#guards = new GuardCollector(env, (decision) => this.#decide(decision));
  }

  visit(node: ts.Node, context: WalkContext): void {
    this.#exposures.visit(node);
    this.#pm2.visit(node);
    this.#handed.visit(node);
    this.#reads.visit(node, context);
    this.#guards.visit(node, context);
    this.#checks.visit(node, context);
    this.#schemas.visit(node, context);
  }

  finish(): void {
    // Reads come last: by now it is known which names are validated.
    this.#reads.finish();
    this.#exposures.finish();
    this.#pm2.finish();
    for (const [name, term] of exportedTerms(this.#env)) this.#env.model.env.exports.set(name, term);
  }

  #decide(decision: Decision): void {
    const { facts, env } = this.#env.model;
    if (isOpen(decision.term)) {
      env.guards.push(decision.draft);
    } else {
      addRows(facts, "guard", guardRows(decision.draft));
      this.#checks.decide(decision);
    }
  }
}

/** What a file that does not mention the environment does with what it imports. */
class ForeignCollector implements Collector {
  readonly kinds = [...GUARD_KINDS, ts.SyntaxKind.CallExpression];
  readonly #env: EnvFile;
  readonly #guards: GuardCollector;

  constructor(env: EnvFile) {
    this.#env = env;
    this.#guards = new GuardCollector(env, ({ draft }) => env.model.env.guards.push(draft));
  }

  visit(node: ts.Node, context: WalkContext): void {
    if (ts.isCallExpression(node)) noteCallUse(this.#env, node);
    else this.#guards.visit(node, context);
  }
}
