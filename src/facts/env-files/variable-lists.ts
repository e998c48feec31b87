/** Lists of variables that a script checks before a build or a start: `required-env.json`, `scripts/check-env.sh`. */
import { addRows, type FactSet } from "../fact-set.js";
import { declarationsForPeople } from "./documented-variables.js";

const LIST = /(?:^|[/._-])env(?:ironment)?(?:[._-]?(?:vars?|variables|keys|names))?(?:[._-][\w-]+)*\.json$/i;
/** A list of names, not settings with their values as Postman and others keep them. */
const NAMED =
  /(?:require[ds]?|vars?|variables|keys|names|list|manifest|check|verify|validate|preflight)(?:[._-][\w.-]*)?\.json$/i;
const CHECK = /(?:^|\/)(?:check|verify|validate|require|assert|preflight)[\w.-]*env[\w.-]*\.sh$/i;
/** What the name of a list says when its variables have to be there. */
const DEMAND = /(?:^|[/._-])(?:require[ds]?|check|verify|validate|assert|preflight)/i;

const IN_JSON = /"([A-Z][A-Z\d]*(?:_[A-Z\d]+)+)"/g;
const IN_SHELL = /(?<![\w$-])\$?\{?([A-Z][A-Z\d]*(?:_[A-Z\d]+)+)\b(?!=)/g;

const MOST = 500;

/** True for a file that lists variables of the environment by their names alone. */
export const isVariableList = (path: string): boolean =>
  (LIST.test(path) && (NAMED.test(path) || DEMAND.test(path))) || CHECK.test(path);

/** Each name as a declaration for people, and, of a list of what is required, as checked. */
export function extractVariableList(path: string, text: string): FactSet | null {
  const pattern = path.endsWith(".sh") ? IN_SHELL : IN_JSON;
  const lines = new Map<string, number>();
  for (const [index, line] of text.split("\n").entries()) {
    if (lines.size >= MOST || line.length > 10_000 || /^\s*#/.test(line)) continue;
    for (const [, name] of line.matchAll(pattern))
      if (name !== undefined && !lines.has(name)) lines.set(name, index + 1);
  }
  if (lines.size === 0) return null;
  const facts = declarationsForPeople(path, lines);
  if (DEMAND.test(path)) {
    const names_json = JSON.stringify([...lines.keys()]);
    addRows(facts, "env_validation", [{ file: path, line: 1, function_id: null, kind: "throw", names_json }]);
  }
  return facts;
}
