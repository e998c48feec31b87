/** What Python code writes into the text of SQL by itself: f-strings, `%`, `.format()`, `+`. */
import { addRows } from "../../fact-set.js";
import { isStatement } from "../sql-text.js";
import { worstOrigin, type PartOrigin } from "../sql-part-origin.js";
import type { Place, PythonFile } from "./model.js";
import type { Call, Expression } from "./syntax.js";
import { calleeText, rootOf, textOf } from "./written.js";

const SENDS =
  /^(execute|executemany|executescript|exec_driver_sql|text|fetch|fetchrow|fetchval|fetchall|fetch_all|fetch_one|raw|read_sql|read_sql_query|query|scalar|scalars)$/;
const REQUEST =
  /^(flask\.)?request\.(args|form|values|json|data|headers|cookies|GET|POST|query_params|path_params|get_json|view_args)\b|^self\.request\.(GET|POST|data|query_params)\b/;
const NUMBERS = /^(int|float|len|Decimal|UUID|uuid\.UUID|bool|abs|round|min|max)$/;
const PLAIN = /^(Optional\[)?(int|float|bool|UUID|uuid\.UUID|date|datetime|Decimal)\]?(\s*\|\s*None)?$|Literal\[|Enum$/;
const QUOTES = /escape|quote|ident|literal|sanitiz|SQL$/i;
const CHECKS = /valid|check|allow|safe|clean|parse/i;
const MAX_DEPTH = 6;

/** Adds a row for each part of the text that a call sends which is no text. */
export function addSqlParts(file: PythonFile, call: Call, place: Place): void {
  const text = calleeText(call.callee);
  if (!SENDS.test(text.slice(text.lastIndexOf(".") + 1))) return;
  const first = call.arguments.find(
    ({ name, isSpread }) => !isSpread && (name === null || name === "sql" || name === "query"),
  )?.value;
  if (!first) return;
  const finder = new PartFinder(file, place);
  const parts: Expression[] = [];
  if (!isStatement(finder.pieces(first, parts, 0)) || parts.length === 0) return;
  addRows(
    file.facts,
    "sql_part",
    parts.map((part) => {
      const root = rootOf(part);
      const binding = root.kind === "name" ? place.scope.lookup(root.name) : null;
      const origin = finder.originOf(part, 0);
      return {
        file: file.path,
        line: file.lineAt(part.from),
        call_id: file.origins.callId(call),
        function_id: place.functionId,
        text: textOf(file.text, part, 80),
        origin,
        parameter: origin === "parameter" && binding?.parameter ? binding.parameter.index : null,
        is_checked:
          root.kind === "name" &&
          [root.name, ...madeOf(root.name, place)].some((name) => isLookedAt(file.text, name, call)),
        is_derived: root.kind === "name" && madeOf(root.name, place).length > 0,
      };
    }),
  );
}

/** `day = name.lower()`: the name that a variable's only value is made of. */
function madeOf(name: string, place: Place): string[] {
  const [value, ...others] = place.scope.lookup(name)?.values ?? [];
  if (!value || others.length > 0 || value.kind !== "call" || value.callee.kind !== "member") return [];
  if (!/^(strip|lstrip|rstrip|lower|upper|title|replace|removeprefix|removesuffix)$/.test(value.callee.name)) return [];
  const root = rootOf(value);
  return root.kind === "name" && root.name !== name ? [root.name] : [];
}

/** A list of what is allowed, a comparison or a pattern stands before the call. */
function isLookedAt(text: string, name: string, { from }: Call): boolean {
  const before = text.slice(Math.max(0, from - 4000), from);
  const start = Math.max(
    before.lastIndexOf("\ndef "),
    before.lastIndexOf("\nasync def "),
    before.lastIndexOf("    def "),
    0,
  );
  return new RegExp(
    `\\b${name}\\s+(not\\s+)?in\\b|\\b${name}\\s*[!=]=\\s*['"]|(match|valid\\w*|check\\w*|assert\\w*)\\([^()]*\\b${name}\\b|\\[\\s*${name}\\s*\\]|\\b${name}\\.(isdigit|isalnum|isidentifier|isnumeric)`,
  ).test(before.slice(start));
}

class PartFinder {
  readonly #file: PythonFile;
  readonly #place: Place;

  constructor(file: PythonFile, place: Place) {
    this.#file = file;
    this.#place = place;
  }

  /** Adds the parts that are no text, and gives the text the whole begins with. */
  pieces(node: Expression, parts: Expression[], depth: number): string {
    if (depth > MAX_DEPTH) return "";
    if (node.kind === "string") {
      for (const hole of node.holes) this.pieces(hole, parts, depth + 1);
      return node.text;
    }
    if (node.kind === "binary" && node.operator === "+")
      return this.pieces(node.left, parts, depth + 1) + this.pieces(node.right, parts, depth + 1);
    if (node.kind === "binary" && node.operator === "%" && node.left.kind === "string") {
      parts.push(...(node.right.kind === "sequence" ? node.right.items : [node.right]));
      return node.left.text;
    }
    if (node.kind === "call" && node.callee.kind === "member" && node.callee.name === "format") {
      const start = this.pieces(node.callee.object, [], depth + 1);
      if (isStatement(start)) parts.push(...node.arguments.map(({ value }) => value));
      return start;
    }
    // text(f"…") inside execute() is a call of its own.
    if (node.kind === "call" && depth === 0) return "";
    const values = node.kind === "name" ? (this.#place.scope.lookup(node.name)?.values ?? []) : [];
    const [first] = values;
    if (first && (first.kind === "string" || first.kind === "binary" || first.kind === "call") && depth < 2) {
      const found: Expression[] = [];
      const start = this.pieces(first, found, depth + 1);
      if (start !== "") {
        parts.push(...found);
        return start;
      }
    }
    if (depth > 0) parts.push(node);
    return "";
  }

  originOf(node: Expression, depth: number): PartOrigin {
    if (depth > MAX_DEPTH) return "unknown";
    const inner = (each: Expression): PartOrigin => this.originOf(each, depth + 1);
    switch (node.kind) {
      case "string":
        return worstOrigin(node.holes.map(inner));
      case "number":
      case "boolean":
      case "none":
        return "constant";
      case "await":
        return inner(node.value);
      case "binary":
        // Of text these raise an error; `*` repeats it, and `/` joins paths.
        if (["-", "//", "**"].includes(node.operator)) return "number";
        if (node.operator === "/" && (node.left.kind === "number" || node.right.kind === "number")) return "number";
        return worstOrigin([inner(node.left), inner(node.right)]);
      case "call":
        return this.#originOfCall(node, depth);
      case "member":
      case "index": {
        if (REQUEST.test(calleeText(node))) return "request";
        return node.kind === "index" && inner(node.object) === "choice" ? "choice" : inner(node.object);
      }
      case "name":
        return this.#originOfName(node.name, depth);
      case "dictionary":
        return "choice";
      case "sequence":
        return worstOrigin(node.items.map(inner));
      default:
        return "unknown";
    }
  }

  #originOfCall(node: Expression & { kind: "call" }, depth: number): PartOrigin {
    const text = calleeText(node.callee);
    const method = text.slice(text.lastIndexOf(".") + 1);
    // request.args.get("page", 1, type=int)
    const type = node.arguments.find(({ name }) => name === "type")?.value;
    if (NUMBERS.test(text) || (type !== undefined && NUMBERS.test(calleeText(type)))) return "number";
    if (REQUEST.test(text)) return "request";
    if (/^os\.(getenv|environ)/.test(text)) return "environment";
    if (QUOTES.test(method)) return "quoted";
    if (CHECKS.test(method)) return "checked";
    const [first] = node.arguments;
    if (node.callee.kind === "member" && /^(join|get|strip|lower|upper|replace|format|split|title)$/.test(method))
      return worstOrigin([
        this.originOf(node.callee.object, depth + 1),
        ...(method === "join" && first ? [this.originOf(first.value, depth + 1)] : []),
      ]);
    return text === "str" && first ? this.originOf(first.value, depth + 1) : "call";
  }

  #originOfName(name: string, depth: number): PartOrigin {
    const binding = this.#place.scope.lookup(name);
    if (!binding) return "unknown";
    if (binding.kind === "parameter") {
      const { owner, syntax } = binding.parameter ?? {};
      const annotation = syntax?.annotation ?? null;
      if (annotation && PLAIN.test(textOf(this.#file.text, annotation))) return "number";
      // @app.get("/goods/<int:number>")
      const decorators = owner?.kind === "function" ? owner.decorators : [];
      const converted = new RegExp(`<(int|float|uuid):${name}>`);
      return decorators.some((each) => converted.test(textOf(this.#file.text, each))) ? "number" : "parameter";
    }
    if (binding.kind !== "variable" || binding.scope.kind === "module") return "constant";
    return binding.values.length === 0
      ? "unknown"
      : worstOrigin(binding.values.map((value) => (value === null ? "unknown" : this.originOf(value, depth + 1))));
  }
}
