import type { FunctionRow, LiteralRow } from "../../rows.js";
import type { LinkedCall } from "../code-graph.js";
import type { ModelVendors } from "./model-vendors.js";
import { holdsState, isAlias, isListEntry, isModelName, isOutcome, lastName, onlyLooks } from "./model-names.js";

/** How a model id in the code is used. */
export interface ModelPlace {
  /** call | default | configuration | choice, as in model_use.usage */
  readonly usage: "call" | "default" | "configuration" | "choice";
  /** What receives it. */
  readonly name: string;
  /** client: argument of a vendor's client; request: of a plain HTTP request; named: only its name says that it is a model. */
  readonly by: "client" | "request" | "named";
}

/** A literal that is a model id, with what it stands in. */
export interface ModelLiteral {
  readonly row: LiteralRow;
  readonly call: LinkedCall | undefined;
  readonly fn: FunctionRow | undefined;
  /** The project's function that the call calls. */
  readonly target: FunctionRow | undefined;
}

/** Says how a model id is used; null for comparisons, keys, types, price tables and whatever else calls nothing. */
export function modelPlace(literal: ModelLiteral, vendors: ModelVendors): ModelPlace | null {
  const { row, call, fn } = literal;
  switch (row.context) {
    case "property":
      return call ? ofOption(literal, call, vendors) : ofProperty(row, vendors);
    case "argument":
      return call ? ofArgument(literal, call, vendors) : null;
    case "default":
      if (call && isColumn(call)) return ofColumn(row);
      return call && vendors.isClient(call) ? ofClientDefault(row) : (named("default", row.key) ?? ofHeldDefault(row));
    case "variable":
      return named("configuration", row.key) ?? ofAlias(row);
    case "return":
      return fn?.name !== undefined && fn.name !== null && isModelName(fn.name)
        ? { usage: "configuration", name: fn.name, by: "named" }
        : null;
    default:
      return null;
  }
}

/** `new ChatOpenAI({ model: options.model ?? "gpt-4o" })` */
function ofClientDefault(row: LiteralRow): ModelPlace | null {
  const place = named("default", row.key);
  return place && { ...place, by: "client" };
}

/** `model: text("model").default("gpt-4o")`: the default of a table's column. */
const isColumn = ({ row }: LinkedCall): boolean =>
  row.package !== null &&
  /^(drizzle-orm|typeorm|sequelize|sequelize-typescript|mongoose|@mikro-orm\/\w+)$/.test(row.package);

/** What a row says that nobody gave a model: which one is called is decided by who reads the row, if anybody does. */
function ofColumn(row: LiteralRow): ModelPlace | null {
  const place = named("default", row.key);
  return place && { ...place, usage: "choice" };
}

/** `const models = { writer: process.env.WRITER ?? "claude-opus-5-5" }` */
const ofHeldDefault = ({ holder, key, in_array: inArray }: LiteralRow): ModelPlace | null =>
  holder !== null && isModelName(holder) && !inArray
    ? { usage: "default", name: lastName(key ?? holder), by: "named" }
    : null;

function named(usage: "default" | "configuration", key: string | null): ModelPlace | null {
  const name = lastName(key ?? "");
  return isModelName(name) ? { usage, name, by: "named" } : null;
}

/** A constant or enum member called after the model: which one is called depends on who uses the name. */
const ofAlias = ({ key, value }: LiteralRow): ModelPlace | null =>
  key !== null && isAlias(lastName(key), value) ? { usage: "configuration", name: lastName(key), by: "named" } : null;

function ofProperty(row: LiteralRow, vendors: ModelVendors): ModelPlace | null {
  const name = lastName(row.key ?? "");
  // { "gpt-4": "gpt-4o" } says what became of a model, not which one is called.
  if (vendors.of(row.key ?? "") !== null || vendors.of(name) !== null) return null;
  if (isListEntry(name, siblingsOf(row), row.in_array)) return { usage: "choice", name, by: "named" };
  if (isModelName(name)) return { usage: "configuration", name, by: "named" };
  const isMap = row.holder !== null && isModelName(row.holder) && !row.in_array;
  return isMap || isAlias(name, row.value) ? { usage: "configuration", name, by: "named" } : null;
}

function ofOption(literal: ModelLiteral, call: LinkedCall, vendors: ModelVendors): ModelPlace | null {
  const { row } = literal;
  const name = lastName(row.key ?? "");
  const isClient = vendors.isClient(call);
  if (!isClient && isListEntry(name, siblingsOf(row), row.in_array)) return { usage: "choice", name, by: "named" };
  const isGlobal = call.row.origin === "global" || call.row.origin === "builtin";
  if (isGlobal && !isRequest(call)) return onlyLooks(call.row.method) ? null : ofProperty(row, vendors);
  if (!isModelName(name)) return null;
  if (call.row.callee === "JSON.stringify" && isOutcome(siblingsOf(row))) return null;
  if (isClient) return { usage: "call", name, by: "client" };
  if (isRequest(call)) return { usage: "call", name, by: "request" };
  if (holdsState(call.row.method)) return { usage: "default", name, by: "named" };
  if (onlyLooks(call.row.method)) return null;
  const isOwn = call.row.origin !== "package";
  return isOwn || isModelName(call.row.package ?? "") || call.row.package === "ai"
    ? { usage: "call", name, by: "named" }
    : null;
}

function ofArgument(literal: ModelLiteral, call: LinkedCall, vendors: ModelVendors): ModelPlace | null {
  const { row, target } = literal;
  const { method } = call.row;
  if (vendors.isClient(call)) return onlyLooks(method) ? null : { usage: "call", name: call.row.callee, by: "client" };
  const position = call.record.arguments.findIndex(({ kind, text }) => kind === "string" && text === row.value);
  // form.append("model", "whisper-1")
  if (method === "append" && call.row.argument_1 === "model" && position === 1)
    return { usage: "call", name: "model", by: "request" };
  if (holdsState(method)) return named("default", firstName(call.row.result_names));
  const variable = position === 1 && call.row.argument_1_kind === "string" ? call.row.argument_1 : null;
  if (variable !== null && isVariable(variable)) return named("default", variable);
  if (onlyLooks(method) || !target || position === -1) return null;
  const parameter = firstName(target.parameters_json, position);
  return isModelName(parameter) ? { usage: "call", name: parameter, by: "named" } : null;
}

/** `config.get("OPENAI_MODEL", "gpt-4o")`: the name of what a default is for. */
const isVariable = (name: string): boolean => /^[A-Z][A-Z\d_]+$|^[a-z][\w-]*(\.[\w-]+)+$/.test(name);

/** fetch and HTTP clients take the model in their body. */
export const isRequest = ({ row }: LinkedCall): boolean =>
  row.callee === "JSON.stringify" ||
  row.callee === "fetch" ||
  (row.package !== null && /^(axios|got|ky|ofetch|undici|node-fetch|superagent|request|needle)$/.test(row.package));

const siblingsOf = (row: LiteralRow): readonly string[] => namesOf(row.siblings_json);

const firstName = (json: string | null, position = 0): string => namesOf(json)[position] ?? "";

function namesOf(json: string | null): readonly string[] {
  const value: unknown = json === null ? [] : JSON.parse(json);
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
