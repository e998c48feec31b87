/** Tables as SQLAlchemy and SQLModel describe them: declarative classes (1.x, 2.0) and Table objects. */
import { addRows } from "../../fact-set.js";
import type { DbModelColumnRow, DbModelRow } from "../../rows.js";
import { snakeCase } from "../../link/db/snake-case.js";
import { UNTOLD_COLUMN } from "../../models/untold-column.js";
import type { PythonFile } from "./model.js";
import type { Scope } from "./scopes.js";
import type { Call, ClassStatement, Expression, Statement } from "./syntax.js";
import { calleeText, textOf } from "./written.js";

const COLUMN = /(?:^|\.)(?:Column|mapped_column)$/;
const RELATION = /(?:^|\.)(?:relationship|Relationship)$/;
/** What stands among a column's positional arguments and is no type. */
const NO_TYPE = /(?:^|\.)(?:ForeignKey|Sequence|Identity|Computed|CheckConstraint|FetchedValue|DefaultClause)$/;
const MAPPED = /(?:^|\.)(?:Mapped|DynamicMapped|WriteOnlyMapped)$/;

type Assignment = Statement & { readonly kind: "assign" };

export function addDeclarativeModel(file: PythonFile, statement: ClassStatement, scope: Scope): void {
  const assignments = statement.body.filter((part): part is Assignment => part.kind === "assign");
  const isSqlModel = statement.arguments.some(
    ({ name, value }) => name === "table" && value.kind === "boolean" && value.value,
  );
  const columns = assignments.flatMap((part) => columnRow(file, part, scope, isSqlModel) ?? []);
  if (assignments.some((part) => isFlag(part, "__abstract__"))) return;
  const named = textOfName(assignments, "__tablename__");
  if (columns.length === 0 || (named === null && !isSqlModel && !isNamedByBase(statement))) return;
  const target = named ?? (isSqlModel ? statement.name.toLowerCase() : snakeCase(statement.name));
  addModel(file, statement, { name: statement.name, target }, columns);
}

/** `users = Table("users", metadata, Column("email", String))` */
export function addTable(file: PythonFile, { targets, value }: Assignment, scope: Scope): void {
  const [variable] = targets;
  if (value?.kind !== "call" || variable?.kind !== "name" || !/(?:^|\.)Table$/.test(calleeText(value.callee))) return;
  const [name, , ...parts] = value.arguments;
  if (name?.value.kind !== "string") return;
  const columns = parts.flatMap((part) => {
    const column = part.value;
    if (column.kind !== "call" || !COLUMN.test(calleeText(column.callee))) return [];
    const [first] = column.arguments;
    return first?.value.kind === "string" ? [describe(file, column, first.value.text, null, scope)] : [];
  });
  if (columns.length > 0) addModel(file, value, { name: variable.name, target: name.value.text }, columns);
}

type ColumnFacts = Omit<DbModelColumnRow, "model_id">;

function addModel(
  file: PythonFile,
  { from }: Expression | ClassStatement,
  names: Pick<DbModelRow, "name" | "target">,
  columns: readonly ColumnFacts[],
): void {
  const id = (file.facts.db_model?.length ?? 0) + 1;
  const line = file.lineAt(from);
  const model: DbModelRow = {
    id,
    file: file.path,
    line,
    client: "sqlalchemy",
    ...names,
    kind: "table",
    schema: null,
    dialect: null,
  };
  addRows(file.facts, "db_model", [model]);
  addRows(
    file.facts,
    "db_model_column",
    columns.map((column) => ({ model_id: id, ...column })),
  );
}

/** One attribute of a class; null when it is no column and no relation. */
function columnRow(
  file: PythonFile,
  { targets, annotation, value }: Assignment,
  scope: Scope,
  isSqlModel: boolean,
): ColumnFacts | null {
  const [target] = targets;
  if (target?.kind !== "name" || target.name.startsWith("__")) return null;
  const field = target.name;
  const mapped = mappedType(annotation) ?? (isSqlModel ? annotation : null);
  if (value?.kind === "call") {
    const callee = calleeText(value.callee);
    if (RELATION.test(callee)) return relation(file, value, field, mapped);
    if (COLUMN.test(callee)) return describe(file, value, field, mapped, scope);
    if (isSqlModel) return describeField(file, value, field, mapped, scope);
  }
  if (mapped === null) return null;
  return {
    ...UNTOLD_COLUMN,
    field,
    column_name: field,
    line: file.lineAt(target.from),
    ...typeOf(file, mapped, scope),
  };
}

/** `Column("e_mail", String(80), unique=True)` */
function describe(file: PythonFile, call: Call, field: string, mapped: Expression | null, scope: Scope): ColumnFacts {
  const positional = call.arguments
    .filter(({ name, isSpread }) => name === null && !isSpread)
    .map(({ value }) => value);
  const [first] = positional;
  const named = first?.kind === "string" ? first.text : null;
  const written = argumentOf(call, "type_") ?? positional.find((value) => value.kind !== "string" && !isNoType(value));
  const type = written ?? mapped;
  const isUnique = ["primary_key", "unique"].some((name) => isTrue(argumentOf(call, name)));
  return {
    ...UNTOLD_COLUMN,
    field,
    column_name: named ?? field,
    line: file.lineAt(type?.from ?? call.from),
    is_unique: isUnique,
    ...typeOf(file, type, scope),
  };
}

/** `Field(sa_column=Column(JSON))`, `Field(sa_type=JSON)` */
function describeField(
  file: PythonFile,
  call: Call,
  field: string,
  mapped: Expression | null,
  scope: Scope,
): ColumnFacts {
  const column = argumentOf(call, "sa_column");
  if (column?.kind === "call") return describe(file, column, field, mapped, scope);
  const type = argumentOf(call, "sa_type") ?? mapped;
  const isUnique = ["primary_key", "unique"].some((name) => isTrue(argumentOf(call, name)));
  const line = file.lineAt(type?.from ?? call.from);
  return { ...UNTOLD_COLUMN, field, column_name: field, line, is_unique: isUnique, ...typeOf(file, type, scope) };
}

function relation(file: PythonFile, call: Call, field: string, mapped: Expression | null): ColumnFacts {
  const [first] = call.arguments;
  const named = first !== undefined && first.name === null ? first.value : null;
  const model = named?.kind === "string" ? named.text : named?.kind === "name" ? named.name : null;
  const type = mapped === null ? null : textOf(file.text, mapped);
  return { ...UNTOLD_COLUMN, field, column_name: null, line: file.lineAt(call.from), type, relation: model };
}

function typeOf(
  file: PythonFile,
  type: Expression | null | undefined,
  scope: Scope,
): Pick<ColumnFacts, "type" | "type_dialect"> {
  if (type === null || type === undefined) return { type: null, type_dialect: null };
  const { origin } = file.origins.of(type.kind === "call" ? headOf(type) : type, scope);
  const way = origin.kind === "import" ? `${origin.specifier}.${origin.name}${origin.steps.join("")}` : "";
  return { type: textOf(file.text, type), type_dialect: /^sqlalchemy\.dialects\.(\w+)\./.exec(way)?.[1] ?? null };
}

/** `JSON` of `JSON(none_as_null=True).with_variant(…)` and of `MutableDict.as_mutable(JSON)` */
function headOf(call: Call): Expression {
  const { callee } = call;
  const [first] = call.arguments;
  if (/(?:^|\.)as_mutable$/.test(calleeText(callee)) && first)
    return first.value.kind === "call" ? headOf(first.value) : first.value;
  return callee.kind === "member" && callee.object.kind === "call" ? headOf(callee.object) : callee;
}

/** `str` of `Mapped[str]` */
function mappedType(annotation: Expression | null): Expression | null {
  if (annotation?.kind !== "index" || !MAPPED.test(calleeText(annotation.object))) return null;
  return annotation.index;
}

const isNoType = (value: Expression): boolean => value.kind === "call" && NO_TYPE.test(calleeText(value.callee));

const argumentOf = (call: Call, wanted: string): Expression | undefined =>
  call.arguments.find(({ name }) => name === wanted)?.value;

const isTrue = (value: Expression | undefined): boolean => value?.kind === "boolean" && value.value;

function textOfName(assignments: readonly Assignment[], wanted: string): string | null {
  for (const { targets, value } of assignments) {
    const [target] = targets;
    if (target?.kind === "name" && target.name === wanted && value?.kind === "string") return value.text;
  }
  return null;
}

const isFlag = ({ targets, value }: Assignment, wanted: string): boolean =>
  targets.some((target) => target.kind === "name" && target.name === wanted) && isTrue(value ?? undefined);

/** Flask-SQLAlchemy, and bases of a project's own, name the table after the class. */
const isNamedByBase = ({ arguments: bases }: ClassStatement): boolean =>
  bases.some(({ name, value }) => name === null && /(?:^|\.)(?:\w*Base|Model)$/.test(calleeText(value)));
