/** What SQLAlchemy code asks of a database that not every one has: JSON paths, arrays, full-text search, functions. */
import { addRows } from "../../fact-set.js";
import type { DialectUseRow } from "../../rows.js";
import { kindOf } from "./calls.js";
import type { Place, PythonFile } from "./model.js";
import type { Call, Expression } from "./syntax.js";
import { calleeText } from "./written.js";

/** Methods of columns that are rendered differently, or not at all, from one database to the next. */
const METHODS: ReadonlySet<string> = new Set(
  `as_string as_integer as_float as_boolean as_numeric as_json contains contained_by has_key has_any has_all overlap
  any all match path_exists path_match delete_path regexp_match`.split(/\s+/),
);
/** `if bind.dialect.name == "sqlite"`, `@compiles(Total, "postgresql")`, `IS_POSTGRES` */
const GUARD =
  /\bdialect(?:\.name|_name)?\b\s*(?:[=!]=|\bin\b|\.startswith)|\bcompiles\s*\(|\bis_?(?:postgres\w*|sqlite|mysql)\b/i;

const guarded = new WeakMap<PythonFile, boolean>();

/** `Lead.data["email"].astext` */
export function addAccessor(file: PythonFile, member: Expression & { kind: "member" }, place: Place): void {
  if (member.name === "astext") add(file, member, place, { kind: "method", name: "astext", argument: null });
}

/** `.contains([…])`, `.op("@>")(…)`, `func.to_tsvector(…)` */
export function addDialectCall(file: PythonFile, call: Call, place: Place): void {
  const { callee } = call;
  if (callee.kind !== "member") return;
  const [first] = call.arguments;
  const argument = first === undefined ? null : kindOf(first.value);
  if (isFunctions(file, callee.object, place)) {
    add(file, callee, place, { kind: "function", name: callee.name.toLowerCase(), argument });
  } else if (/^(?:bool_)?op$/.test(callee.name)) {
    if (first?.value.kind === "string")
      add(file, callee, place, { kind: "operator", name: first.value.text.trim(), argument: null });
  } else if (METHODS.has(callee.name)) {
    add(file, callee, place, { kind: "method", name: callee.name, argument });
  }
}

/** `func` of SQLAlchemy, also as `sa.func`. */
function isFunctions(file: PythonFile, object: Expression, { scope }: Place): boolean {
  if (!/(?:^|\.)func$/.test(calleeText(object))) return false;
  const { origin } = file.origins.of(object, scope);
  return origin.kind === "import" && /^(?:sqlalchemy|sqlmodel)\b/.test(origin.specifier);
}

function add(
  file: PythonFile,
  member: Expression & { kind: "member" },
  { scope, functionId, condition }: Place,
  what: Pick<DialectUseRow, "kind" | "name" | "argument">,
): void {
  const column = what.kind === "function" ? null : columnOf(member.object);
  if (what.kind !== "function" && column === null) return;
  // A mapped class or table is no local value: `names.any(…)` of a list is not meant.
  if (column !== null && what.name !== "astext" && scope.lookup(column.root)?.kind === "parameter") return;
  const row: DialectUseRow = {
    file: file.path,
    line: file.lineAt(member.nameFrom),
    function_id: functionId,
    ...what,
    model: column?.model ?? null,
    field: column?.field ?? null,
    has_path: column?.hasPath ?? false,
    condition,
    is_guarded: isGuarded(file),
  };
  addRows(file.facts, "dialect_use", [row]);
}

interface Column {
  readonly root: string;
  readonly model: string;
  readonly field: string;
  readonly hasPath: boolean;
}

/** `Lead.data["email"]`, `leads.c.data`; null for what is not written as a column of something. */
function columnOf(object: Expression): Column | null {
  let current = object;
  let hasPath = false;
  while (current.kind === "index") {
    current = current.object;
    hasPath = true;
  }
  if (current.kind !== "member") return null;
  const owner =
    current.object.kind === "member" && current.object.name === "c" ? current.object.object : current.object;
  if (owner.kind !== "name" && owner.kind !== "member") return null;
  const text = calleeText(owner);
  const name = owner.kind === "member" ? owner.name : owner.name;
  return { root: text.split(".")[0] ?? text, model: name, field: current.name, hasPath };
}

function isGuarded(file: PythonFile): boolean {
  const known = guarded.get(file);
  if (known !== undefined) return known;
  const answer = GUARD.test(file.text);
  guarded.set(file, answer);
  return answer;
}
