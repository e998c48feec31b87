import type { FactSet } from "../../fact-set.js";
import type { CallRow } from "../../rows.js";

/** Roles of packages that talk to something a service depends on. */
const ROLES = new Set(["database", "redis", "queue", "health"]);

const BUILTINS = /^(node:)?(https?|http2|net|tls|dns|dns\/promises|child_process|sqlite)$/;

/** Python's drivers put statements together and make sessions without asking anybody; these send something. */
const PYTHON_ASKS =
  /^(?:execute\w*|exec|scalars?|connect|raw_connection|ping|command|info|get|set|incr|echo|query|first|one|all|count|exists|fetch\w*|find\w*|list\w*|server_info|acquire|send\w*|post|put|head|request|urlopen|check\w*|health\w*|is_\w+|cluster|indices|inspect|cursor|ensure_connection)$/;

/** Says which calls ask something outside the process. */
export class DependencyModules {
  readonly #modules = new Set<string>();

  constructor(facts: FactSet) {
    for (const { module, role } of facts.module_role ?? []) if (ROLES.has(role)) this.#modules.add(module);
    for (const { module, category } of facts.sdk ?? []) if (category !== "monitoring") this.#modules.add(module);
  }

  has(name: string | null): boolean {
    return name !== null && this.#modules.has(name);
  }

  /** Package that a call asks, `fetch`, or a built-in module; null when it asks nothing. */
  askedBy(row: CallRow): string | null {
    if (row.symbol === "fetch" && row.origin === "global") return "fetch";
    if (row.kind === "new" || /^(then|catch|finally)$/.test(row.method)) return null;
    if (row.file.endsWith(".py") && !PYTHON_ASKS.test(row.method)) return null;
    if (row.origin === "builtin") return BUILTINS.test(row.module ?? "") ? row.module : null;
    return row.origin === "package" && this.has(row.package) ? row.package : null;
  }
}
