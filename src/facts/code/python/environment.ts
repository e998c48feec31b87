/** Reads of environment variables in Python: os.environ, os.getenv, decouple, environs, and the fields of pydantic settings. */
import { addRows } from "../../fact-set.js";
import type { EnvDeclarationRow, EnvReadRow, EnvWriteRow } from "../../rows.js";
import { harmlessLiteral, isStandIn } from "../env-use.js";
import { fieldDefault, isFieldCall, isSettings, pathOf, STRICT_READERS } from "./environment-values.js";
import type { Place, PythonFile, Use } from "./model.js";
import type { ClassStatement, Expression, Statement } from "./syntax.js";
import { literalValue } from "./written.js";

interface EnvDefault {
  readonly kind: string;
  readonly value: string | null;
  readonly length: number | null;
  readonly isStandIn: boolean;
}

const NO_DEFAULT: EnvDefault = { kind: "none", value: null, length: null, isStandIn: false };

export class PythonEnvironment {
  readonly #file: PythonFile;
  readonly #rows: EnvReadRow[] = [];
  readonly #declared: EnvDeclarationRow[] = [];
  readonly #written: EnvWriteRow[] = [];
  /** Names that `"X" in os.environ` or `if not X: raise` asks about. */
  readonly #checked = new Set<string>();
  /** Variables of the file that hold nothing but what was read. */
  readonly #held = new Map<string, EnvReadRow>();

  constructor(file: PythonFile) {
    this.#file = file;
  }

  statement(statement: Statement, place: Place): void {
    if (statement.kind === "class") this.#settings(statement, place);
    else if (statement.kind === "assign") this.#writes(statement, place);
    else if (statement.kind === "if") this.#checks(statement);
  }

  expression(expression: Expression, place: Place, use: Use): void {
    if (expression.kind === "index") {
      if (expression.index === null || !this.#isEnvironment(expression.object, place)) return;
      this.#add(expression, keyOf(expression.index), place, {
        use,
        isStrict: true,
        fallback: NO_DEFAULT,
        reader: "os.environ",
      });
    } else if (expression.kind === "call") this.#call(expression, place, use);
    else if (expression.kind === "binary" && /^(?:not )?in$/.test(expression.operator)) {
      const { left, right } = expression;
      if (left.kind === "string" && this.#isEnvironment(right, place)) this.#checked.add(left.text);
    }
  }

  finish(): void {
    for (const row of this.#rows) {
      if (row.name !== null && this.#checked.has(row.name)) row.is_validated = true;
    }
    addRows(this.#file.facts, "env_read", this.#rows);
    addRows(this.#file.facts, "env_declaration", this.#declared);
    addRows(this.#file.facts, "env_write", this.#written);
  }

  #call(call: Expression & { kind: "call" }, place: Place, use: Use): void {
    const [first, second] = call.arguments;
    if (first === undefined || first.name !== null || first.isSpread) return;
    if (pathOf(this.#file.origins.of(call.callee, place.scope)) === "os.environ.setdefault") {
      this.#write(call, first.value);
      return;
    }
    const named = call.arguments.find(({ name }) => name === "default")?.value;
    const reader = this.#readerOf(call.callee, place);
    if (reader === null) return;
    const given = named ?? (second?.name === null && reader !== "helper" ? second.value : undefined);
    const fallback = given === undefined ? NO_DEFAULT : this.#defaultOf(given, keyOf(first.value));
    this.#add(call, keyOf(first.value), place, {
      use,
      isStrict: reader === "helper" && given === undefined,
      fallback,
      reader,
    });
  }

  /** os.getenv(), os.environ.get(), or a reader of a settings library; null for anything else. */
  #readerOf(callee: Expression, place: Place): "os.environ" | "helper" | null {
    const path = pathOf(this.#file.origins.of(callee, place.scope));
    if (path === "os.getenv" || path === "os.environ.get" || path === "os.environ.pop") return "os.environ";
    return STRICT_READERS.test(path) ? "helper" : null;
  }

  #isEnvironment(object: Expression, place: Place): boolean {
    return pathOf(this.#file.origins.of(object, place.scope)) === "os.environ";
  }

  /** Fields of a class that inherits from pydantic's BaseSettings: each is a variable. */
  #settings(statement: ClassStatement, place: Place): void {
    if (!isSettings(statement, (base) => this.#file.origins.of(base, place.scope))) return;
    const prefix = prefixOf(statement);
    for (const field of statement.body) {
      const target = field.kind === "assign" ? field.targets[0] : undefined;
      if (field.kind !== "assign" || field.annotation === null || target?.kind !== "name") continue;
      if (target.name === "model_config" || target.name.startsWith("_")) continue;
      this.#field(target, field.annotation, field.value, prefix, place);
    }
  }

  #field(
    target: Expression & { kind: "name" },
    annotation: Expression,
    value: Expression | null,
    prefix: string,
    place: Place,
  ): void {
    const described = value !== null && isFieldCall(value) ? value : null;
    const alias = described?.arguments.find(
      ({ name }) => name === "validation_alias" || name === "alias" || name === "env",
    )?.value;
    const name = alias?.kind === "string" ? alias.text : `${prefix}${target.name}`.toUpperCase();
    const given = described === null ? value : fieldDefault(described);
    const isOptional = /\b(?:Optional|None)\b/.test(this.#file.text.slice(annotation.from, annotation.to));
    const fallback = given === null ? NO_DEFAULT : this.#defaultOf(given, name);
    const use: Use = {
      result: isOptional ? "other" : "variable",
      names: [target.name],
      isAwaited: false,
      held: "module",
    };
    const row = this.#add(target, name, place, { use, isStrict: given === null, fallback, reader: "settings" });
    row.is_validated = true;
    if (isOptional && given !== null) row.usage = "optional";
    // The class is the list of what can be set, as a schema is.
    this.#declared.push({
      file: row.file,
      line: row.line,
      name,
      source: "schema",
      value_kind: "unknown",
      value: null,
      is_commented: false,
      is_optional: given !== null,
      environment: null,
    });
  }

  #add(
    node: Expression,
    name: string | null,
    place: Place,
    { use, isStrict, fallback, reader }: { use: Use; isStrict: boolean; fallback: EnvDefault; reader: string },
  ): EnvReadRow {
    const row: EnvReadRow = {
      file: this.#file.path,
      line: this.#file.lineAt(node.from),
      function_id: place.functionId,
      name,
      reader,
      usage: usageOf(use, isStrict || fallback.kind !== "none"),
      default_kind: fallback.kind,
      default_value: fallback.value,
      default_length: fallback.length,
      is_stand_in: fallback.isStandIn,
      is_required: isStrict,
      // A KeyError names the variable: while the module loads it stops the start.
      is_validated: isStrict && (reader === "settings" || place.functionId === null),
      compared_to: null,
    };
    this.#rows.push(row);
    const [holder] = use.names;
    if (use.result === "variable" && use.held === "module" && holder !== undefined) this.#held.set(holder, row);
    return row;
  }

  /** `os.environ["X"] = "1"` */
  #writes(statement: Statement & { kind: "assign" }, place: Place): void {
    for (const target of statement.targets) {
      const isWrite = target.kind === "index" && target.index !== null && this.#isEnvironment(target.object, place);
      if (isWrite && target.index !== null) this.#write(target, target.index);
    }
  }

  #write(node: Expression, key: Expression): void {
    const name = keyOf(key);
    if (name === null) return;
    this.#written.push({ file: this.#file.path, line: this.#file.lineAt(node.from), name, value: null });
  }

  /** `if not API_KEY: raise …` */
  #checks(statement: Statement & { kind: "if" }): void {
    const [branch] = statement.branches;
    if (branch?.condition?.kind !== "not" || branch.condition.value.kind !== "name") return;
    const isFatal = branch.body.some(({ kind }) => kind === "raise");
    const row = this.#held.get(branch.condition.value.name);
    if (row === undefined || !isFatal) return;
    row.is_validated = true;
    row.is_required = true;
  }

  #defaultOf(value: Expression, name: string | null): EnvDefault {
    const literal = literalValue(value);
    if (literal === undefined) return { ...NO_DEFAULT, kind: "expression" };
    if (literal === null || literal === "") return { ...NO_DEFAULT, kind: "empty" };
    const text = String(literal);
    const isText = typeof literal === "string";
    return {
      kind: "literal",
      value: isText ? harmlessLiteral(name, text) : text,
      length: text.length,
      isStandIn: isStandIn({ kind: "literal", value: text, isThrown: false, isText }),
    };
  }
}

/** Without a default `os.getenv` gives None, which much code expects and tests later: it asks for nothing that must be there. */
function usageOf({ result }: Use, isDecided: boolean): string {
  if (result === "condition") return "condition";
  if (!isDecided) return "optional";
  return result === "argument" ? "argument" : "value";
}

const keyOf = (expression: Expression): string | null =>
  expression.kind === "string" && expression.holes.length === 0 ? expression.text : null;

/** env_prefix of `model_config = SettingsConfigDict(env_prefix="APP_")` or of the inner class Config. */
function prefixOf(statement: ClassStatement): string {
  for (const part of statement.body) {
    if (part.kind === "assign" && part.value?.kind === "call") {
      const prefix = part.value.arguments.find(({ name }) => name === "env_prefix")?.value;
      if (prefix?.kind === "string") return prefix.text;
    }
    if (part.kind !== "class" || part.name !== "Config") continue;
    for (const setting of part.body) {
      const isPrefix =
        setting.kind === "assign" &&
        setting.targets.some((target) => target.kind === "name" && target.name === "env_prefix");
      if (isPrefix && setting.value?.kind === "string") return setting.value.text;
    }
  }
  return "";
}
