import { ts } from "ts-morph";
import { describeEnvValue } from "../env-files/env-value.js";
import { addRows } from "../fact-set.js";
import type { EnvDeclarationRow } from "../rows.js";
import type { EnvFile } from "./env-file.js";
import { lineOf } from "./model.js";
import { memberName } from "./syntax.js";

const ECOSYSTEM = /(^|\/)(ecosystem|pm2)[\w.-]*\.config\.[cm]?[jt]s$/;
const MAX_ROWS = 200;

/** Variables that PM2's ecosystem file, written as code, gives to what it starts: the literals of `env` and `env_production`. */
export class Pm2VariableCollector {
  readonly #env: EnvFile;
  readonly #rows: EnvDeclarationRow[] = [];

  constructor(env: EnvFile) {
    this.#env = env;
  }

  visit(node: ts.Node): void {
    if (!ts.isPropertyAssignment(node) || !ECOSYSTEM.test(this.#env.model.path)) return;
    const suffix = /^env(?:_(\w+))?$/.exec(memberName(node.name));
    if (!suffix || !ts.isObjectLiteralExpression(node.initializer)) return;
    const environment = /^(?:production|development|test)$/.exec(suffix[1] ?? "")?.[0] ?? null;
    for (const variable of node.initializer.properties) this.#add(variable, environment);
  }

  finish(): void {
    if (this.#rows.length > 0) addRows(this.#env.model.facts, "env_declaration", this.#rows.slice(0, MAX_ROWS));
  }

  #add(variable: ts.ObjectLiteralElementLike, environment: string | null): void {
    const name = variable.name ? memberName(variable.name) : "";
    if (name === "") return;
    const { model } = this.#env;
    const value = ts.isPropertyAssignment(variable) ? literalText(variable.initializer) : null;
    const described = value === null ? { kind: "unknown", value: null } : describeEnvValue(name, value);
    this.#rows.push({
      file: model.path,
      line: lineOf(model, variable),
      name,
      source: "pm2",
      value_kind: described.kind,
      value: described.value,
      is_commented: false,
      is_optional: false,
      environment,
    });
  }
}

const literalText = (node: ts.Expression): string | null =>
  ts.isStringLiteralLike(node) || ts.isNumericLiteral(node) ? node.text : null;
