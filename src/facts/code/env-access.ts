import { ts } from "ts-morph";
import { keyOf, type EnvKey } from "./env-keys.js";
import { peel, UPPER_SNAKE, type EnvObjects, type EnvReader } from "./env-objects.js";
import type { Origin } from "./file-code.js";
import { calleeText, type FileModel } from "./model.js";

/** One expression that reads environment variables. */
export interface EnvAccess {
  readonly reader: EnvReader;
  readonly key: EnvKey;
  /** The build tool always sets it: import.meta.env.DEV. */
  readonly isAlwaysSet: boolean;
  /** Fallback that the reading call takes: configService.get("X", "fallback"). */
  readonly fallback: ts.Expression | null;
  /** The reading call throws when the variable is missing. */
  readonly isStrict: boolean;
}

/** Set by Vite and its relatives at build time. */
const BUILT_IN = new Set(["DEV", "PROD", "SSR", "MODE", "BASE_URL"]);
const OBJECT_METHODS = new Set(["hasOwnProperty", "toString", "valueOf", "propertyIsEnumerable"]);

/** The environment variables that an expression itself reads; null when it reads none. */
export function accessOf(model: FileModel, objects: EnvObjects, expression: ts.Expression): EnvAccess | null {
  if (ts.isPropertyAccessExpression(expression)) return ofMember(objects, expression);
  if (ts.isElementAccessExpression(expression)) {
    const reader = objects.readerOf(expression.expression);
    return reader === null ? null : access(reader, keyOf(model, expression.argumentExpression));
  }
  return ts.isCallExpression(expression) ? ofCall(model, expression) : null;
}

const access = (reader: EnvReader, key: EnvKey): EnvAccess => {
  const isAlwaysSet =
    reader === "import.meta.env" && key.kind === "names" && key.names.every((name) => BUILT_IN.has(name));
  return { reader, key, isAlwaysSet, fallback: null, isStrict: false };
};

export const isMethodName = (name: string): boolean => OBJECT_METHODS.has(name);

function ofMember(objects: EnvObjects, node: ts.PropertyAccessExpression): EnvAccess | null {
  const name = node.name.text;
  // Aliases are looked up for every member of every object: a name no variable has is not worth it.
  if (isMethodName(name) || name === "env") return null;
  const reader = objects.readerOf(node.expression);
  if (reader === null) return null;
  if (reader === "bindings" && !UPPER_SNAKE.test(name)) return null;
  return access(reader, { kind: "names", names: [name] });
}

/** `Deno.env.get("X")`, `configService.get("X")`. */
function ofCall(model: FileModel, node: ts.CallExpression): EnvAccess | null {
  const [first, second] = node.arguments;
  if (!first || !ts.isPropertyAccessExpression(node.expression)) return null;
  const method = node.expression.name.text;
  if (method !== "get" && method !== "has" && method !== "getOrThrow") return null;
  const receiver = node.expression.expression;
  if (calleeText(receiver) === "Deno.env") return access("Deno.env", keyOf(model, first));
  const name = peel(first);
  if (method === "has" || !ts.isStringLiteralLike(name) || !UPPER_SNAKE.test(name.text)) return null;
  if (!isConfigService(model, receiver)) return null;
  return {
    ...access("helper", { kind: "names", names: [name.text] }),
    fallback: second && !ts.isObjectLiteralExpression(peel(second)) ? second : null,
    isStrict: method === "getOrThrow",
  };
}

/** NestJS's ConfigService, by its type or, where the type is not written, by the name everybody gives it. */
function isConfigService(model: FileModel, receiver: ts.Expression): boolean {
  const text = calleeText(receiver);
  const name = text.slice(text.lastIndexOf(".") + 1);
  if (!/config/i.test(name)) return false;
  const origin = followFields(model, model.finder.of(receiver).origin);
  if (origin.kind === "import" && origin.specifier === "@nestjs/config") return true;
  return /^_?configService$/i.test(name) && (origin.kind === "unknown" || origin.kind === "parameter");
}

/** `this.config` leads to the type of the constructor's parameter. */
function followFields(model: FileModel, origin: Origin): Origin {
  if (origin.kind !== "shape") return origin;
  const [first, member, ...rest] = origin.steps;
  if (first !== "new" || member === undefined || rest.length > 0) return origin;
  const { shapes } = model.finder;
  const instance = shapes.get(origin.id)?.instance;
  const field = shapes.get(instance ?? origin.id)?.members.get(member.slice(1));
  return field?.origin ?? { kind: "unknown", steps: [] };
}
