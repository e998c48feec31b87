import { z } from "zod";
import { UserError } from "./errors.js";
import { closestName } from "./closest-name.js";
import type { YamlPath, YamlSource } from "./read-yaml.js";

interface Reading {
  readonly schema: z.ZodType;
  readonly value: unknown;
  readonly source: YamlSource;
  /** What an entry of the file is called: "a rule". */
  readonly what: string;
}

/** Turns schema violations into errors a person can act on, in the order of the file. */
export function explainIssues(issues: readonly z.core.$ZodIssue[], reading: Reading): UserError[] {
  const unknown = issues.flatMap((issue) => (issue.code === "unrecognized_keys" ? [issue] : []));
  // A misspelt key is missing under its right name; that is one mistake, not two.
  const meant = new Set(
    unknown.flatMap(({ path, keys }) =>
      keys.map((key) => pathLabel([...path, closestName(key, fieldAt(reading.schema, path).keys) ?? ""])),
    ),
  );
  return issues
    .map((issue) => ({ ...issue, path: pathAsWritten(reading.value, issue.path) }))
    .filter((issue) => valueAt(reading.value, issue.path) !== undefined || !meant.has(pathLabel(issue.path)))
    .flatMap((issue) => explainIssue(issue, reading));
}

function explainIssue(issue: z.core.$ZodIssue, reading: Reading): UserError[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => explainUnknownKey(key, issue.path, reading));
  const where = `${reading.source.file}:${reading.source.lineOf(issue.path)}`;
  const name = pathLabel(issue.path);
  const label = name === "" ? entryLabel(issue.path) : `"${name}"`;
  const field = fieldAt(reading.schema, issue.path);
  const value = valueAt(reading.value, issue.path);
  const hint = field.description === null ? {} : { remedy: field.description };

  if (value === undefined && issue.path.length > 0)
    return [new UserError(`${label} is missing.`, { where, remedy: `Add it. ${field.description ?? ""}`.trim() })];
  if (issue.code === "invalid_value") return [explainValue(label, value, issue.values.map(String), where)];
  if (issue.code === "invalid_type") {
    const message = `${label} must be ${typeLabel(issue.expected)}, not ${describeValue(value)}.`;
    if (issue.expected === "string" && (typeof value === "number" || typeof value === "boolean"))
      return [new UserError(message, { where, remedy: "Put it in quotes, so that YAML keeps it as text." })];
    return [new UserError(message, { where, ...hint })];
  }
  const [inner] = issue.code === "invalid_key" ? issue.issues : [issue];
  return [new UserError(`${label} ${firstWordLower(inner?.message ?? issue.message)}.`, { where, ...hint })];
}

function explainUnknownKey(key: string, path: YamlPath, { schema, source, what }: Reading): UserError {
  const { keys } = fieldAt(schema, path);
  const nearest = closestName(key, keys);
  const parent = path.findLast((part) => typeof part === "string");
  return new UserError(`"${key}" is not a key of ${parent === undefined ? what : `"${parent}"`}.`, {
    where: `${source.file}:${source.lineOf([...path, key])}`,
    remedy: nearest === null ? `Known keys: ${keys.join(", ")}.` : `Did you mean "${nearest}"?`,
  });
}

function explainValue(label: string, value: unknown, known: readonly string[], where: string): UserError {
  const nearest = typeof value === "string" ? closestName(value, known) : null;
  return new UserError(`${label} cannot be ${describeValue(value)}.`, {
    where,
    remedy: `${nearest === null ? "" : `Did you mean "${nearest}"? `}Known values: ${known.join(", ")}.`,
  });
}

const entryLabel = ([index]: YamlPath): string => (typeof index === "number" ? `Entry ${index + 1}` : "The file");

/** `examples.bad[0].files`; in a file that is a list, the line tells the entry. */
function pathLabel(path: YamlPath): string {
  let label = "";
  for (const [position, part] of path.entries()) {
    if (typeof part === "number") label += position === 0 ? "" : `[${part}]`;
    else if (typeof part === "string" && /\W/.test(part)) label += `['${part}']`;
    else label += label === "" ? String(part) : `.${String(part)}`;
  }
  return label;
}

const TYPE_LABELS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map of keys",
  record: "a map of keys",
};

const typeLabel = (expected: string): string => TYPE_LABELS[expected] ?? expected;

function describeValue(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map of keys";
  if (typeof value === "string") return `"${value.length > 60 ? `${value.slice(0, 60)}…` : value}"`;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "missing";
}

/** Zod starts its own messages with a capital; ours begin with "must" and continue the sentence. */
const firstWordLower = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1);

/** The path in the file: where a schema takes one entry for a list of one, the file has no index. */
function pathAsWritten(value: unknown, path: readonly PropertyKey[]): PropertyKey[] {
  const isWritten = (_: PropertyKey, index: number): boolean => {
    const parent = valueAt(value, path.slice(0, index));
    return parent === undefined || (typeof parent === "object" && parent !== null);
  };
  return path.filter(isWritten);
}

function valueAt(value: unknown, path: YamlPath): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return undefined;
    current = Reflect.get(current, key);
  }
  return current;
}

/** The schema's own words about a field, and the keys it knows when it is a map. */
function fieldAt(schema: z.ZodType, path: YamlPath): { keys: string[]; description: string | null } {
  let field = open(schema);
  for (const key of path) {
    const { inner } = field;
    if (inner instanceof z.ZodObject) field = open(inner.shape[String(key)]);
    else if (inner instanceof z.ZodArray) field = open(inner.element, field.description);
    else if (inner instanceof z.ZodRecord) field = open(inner.valueType, field.description);
  }
  return {
    keys: field.inner instanceof z.ZodObject ? Object.keys(field.inner.shape) : [],
    description: field.description,
  };
}

/** Takes off optional, nullable and default wrappers, keeping the outermost description, or else that of the list. */
function open(schema: unknown, inherited: string | null = null): { inner: unknown; description: string | null } {
  let inner = schema;
  let own: string | null = null;
  for (;;) {
    if (inner instanceof z.ZodType) own ??= inner.description ?? null;
    if (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable) inner = inner.unwrap();
    else if (inner instanceof z.ZodPipe) inner = inner.in;
    else if (inner instanceof z.ZodDefault) inner = inner.unwrap();
    else return { inner, description: own ?? inherited };
  }
}
