import type { FactSet } from "../../fact-set.js";
import type { RequestLimitRow } from "../../rows.js";
import { readObject } from "../argument-function.js";
import type { CodeGraph } from "../code-graph.js";

/** Throttles of Django REST framework, and what locks accounts out, by the name that settings give them. */
const SETTING = /throttling\.\w+Throttle$|^axes\.|^defender\.middleware|ratelimit\.middleware/;
/** Classes that throttle, for whoever derives from them or names them in a view. */
const THROTTLES = /^(rest_framework\.throttling|ninja\.throttling)$/;

/** Limits that stand before every route of a Python application, or that views name without calling them. */
export function pythonLimits(graph: CodeGraph, facts: FactSet): RequestLimitRow[] {
  const found: { file: string; line: number; name: string; kind: string }[] = [];
  for (const { value, file, line, key } of facts.literal ?? []) {
    if (key !== null && SETTING.test(value)) found.push({ file, line, name: value, kind: "global" });
  }
  for (const { specifier, imported, file, line } of facts.import ?? []) {
    if (THROTTLES.test(specifier)) found.push({ file, line, name: imported ?? specifier, kind: "package" });
  }
  for (const { row } of graph.calls) {
    // Limiter(app=app, default_limits=["200 per day"]) of flask-limiter.
    const isFlask = row.package === "flask_limiter" && row.symbol === "Limiter" && row.path === null;
    if (!isFlask || !/default_limits|application_limits/.test(Object.keys(readObject(row.options)).join(" "))) continue;
    found.push({ file: row.file, line: row.line, name: "Limiter(default_limits)", kind: "global" });
  }
  return found.flatMap(({ file, line, name, kind }) => {
    const info = graph.files.get(file)?.info;
    if (info?.role !== "app" || info.language !== "python") return [];
    return (facts.deployed_part ?? [])
      .filter(({ part_dir: part }) => part === (info.package_dir ?? ""))
      .map(({ app_dir: dir }) => ({ app_dir: dir, file, line, name, kind }));
  });
}
