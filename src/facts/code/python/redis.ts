/** Redis commands that redis-py, and clients with its methods, send. Whose client it is, the linker says. */
import { addRows } from "../../fact-set.js";
import type { RedisCommandRow } from "../../rows.js";
import { REDIS_COMMANDS, setsLifetime } from "../redis-vocabulary.js";
import type { Place, PythonFile } from "./model.js";
import type { Scope } from "./scopes.js";
import type { Call, Expression } from "./syntax.js";
import { calleeText, textOf } from "./written.js";

const SCRIPT = /^(?:eval|evalsha|register_script|fcall)$/;
/** Variables that lead to a pipeline are followed this far. */
const MAX_DEPTH = 5;
const MAX_TEXT = 160;

interface Batch {
  readonly kind: "multi" | "pipeline";
  readonly call: Call;
  readonly connection: Expression;
}

interface Sent {
  readonly command: string;
  readonly key: Expression | null;
}

export function addRedisCommand(file: PythonFile, call: Call, place: Place): void {
  const sent = sentCommand(call);
  if (sent === null || call.callee.kind !== "member") return;
  const receiver = call.callee.object;
  const batch = batchOf(receiver, place.scope, 0);
  const row: RedisCommandRow = {
    id: (file.facts.redis_command?.length ?? 0) + 1,
    file: file.path,
    line: file.lineAt(call.callee.nameFrom),
    call_id: file.origins.callId(call),
    scope_id: place.functionId,
    client: null,
    receiver: calleeText(batch?.connection ?? receiver),
    command: /^P?SETEX$/.test(sent.command) ? "SET" : sent.command,
    key: sent.key === null ? null : keyText(file, sent.key, place.scope),
    batch: batch?.kind ?? "none",
    batch_id: batch === null ? null : file.origins.callId(batch.call),
    has_ttl: hasLifetime(file, call, sent.command, place.scope),
    is_nx: sent.command === "SETNX" || call.arguments.some(({ name, value }) => name === "nx" && isTrue(value)),
    condition: place.condition,
  };
  addRows(file.facts, "redis_command", [row]);
}

function sentCommand({ callee, arguments: given }: Call): Sent | null {
  if (callee.kind !== "member") return null;
  const first = given[0]?.value ?? null;
  if (SCRIPT.test(callee.name)) return { command: "EVAL", key: null };
  if (callee.name === "execute_command" && first?.kind === "string") {
    const command = first.text.toUpperCase();
    return REDIS_COMMANDS.has(command) ? { command, key: given[1]?.value ?? null } : null;
  }
  const command = callee.name.toUpperCase();
  if (callee.name !== callee.name.toLowerCase() || !REDIS_COMMANDS.has(command) || first === null) return null;
  return { command, key: first };
}

/** The `pipeline()` a receiver belongs to: a transaction unless it says otherwise. */
function batchOf(receiver: Expression, scope: Scope, depth: number): Batch | null {
  if (depth > MAX_DEPTH) return null;
  if (receiver.kind === "await") return batchOf(receiver.value, scope, depth + 1);
  if (receiver.kind === "call" && receiver.callee.kind === "member") {
    const { name, object } = receiver.callee;
    if (name !== "pipeline") return batchOf(object, scope, depth + 1);
    const transaction = receiver.arguments.find(
      (argument) => argument.name === "transaction" || argument.name === null,
    );
    const isPlain = transaction?.value.kind === "boolean" && !transaction.value.value;
    return { kind: isPlain ? "pipeline" : "multi", call: receiver, connection: object };
  }
  if (receiver.kind !== "name") return null;
  const binding = scope.lookup(receiver.name);
  for (const value of binding?.values ?? []) {
    const found = value === null || binding === null ? null : batchOf(value, binding.scope, depth + 1);
    if (found) return found;
  }
  return null;
}

/** Text of a key; what a name was given once stands for the name, so that both spellings meet. */
function keyText(file: PythonFile, key: Expression, scope: Scope): string {
  const values = key.kind === "name" ? (scope.lookup(key.name)?.values ?? []) : [];
  const [value] = values;
  return textOf(file.text, values.length === 1 && value?.kind === "string" ? value : key, MAX_TEXT);
}

/** Whether the command sets the key's lifetime itself; null when its arguments do not say. */
function hasLifetime(file: PythonFile, call: Call, command: string, scope: Scope): boolean | null {
  const [first] = call.arguments;
  if (command === "EVAL") {
    const script = first === undefined ? "" : scriptText(file, first.value, scope);
    if (setsLifetime(script)) return true;
    return script === "" ? null : false;
  }
  if (command !== "SET") return /^P?SETEX$/.test(command);
  if (call.arguments.some(({ name }) => name !== null && /^(?:ex|px|exat|pxat|keepttl)$/.test(name))) return true;
  // redis-py's third positional argument is `ex`.
  if (call.arguments.filter(({ name }) => name === null).length > 2) return true;
  return call.arguments.some(({ isSpread }) => isSpread) ? null : false;
}

function scriptText(file: PythonFile, value: Expression, scope: Scope): string {
  if (value.kind === "string") return value.text;
  if (value.kind !== "name") return "";
  const [given] = scope.lookup(value.name)?.values ?? [];
  return given ? file.text.slice(given.from, given.to) : "";
}

const isTrue = (value: Expression): boolean => value.kind === "boolean" && value.value;
