import type { CallRow, SdkRow } from "../../rows.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";

/** Categories that are not other people's HTTP APIs: a lost connection is the driver's business. */
const NOT_SERVICES: ReadonlySet<string> = new Set(["database", "cache"]);

interface Entry {
  readonly sdk: SdkRow;
  /** Null: every call goes over the network. */
  readonly methods: RegExp | null;
}

/** Which calls of which packages go over the network. */
export class SdkIndex {
  readonly #entries = new Map<string, Entry>();

  constructor(rows: readonly SdkRow[]) {
    for (const sdk of rows) {
      if (NOT_SERVICES.has(sdk.category)) continue;
      const methods = sdk.methods === null ? null : new RegExp(`(^|\\.)(?:${sdk.methods})$`, "u");
      this.#entries.set(keyOf(sdk.ecosystem, sdk.module), { sdk, methods });
    }
  }

  /** The SDK through which a call goes over the network; null when it does not. */
  sdkOf(graph: CodeGraph, call: LinkedCall): SdkRow | null {
    const { row } = call;
    const isPython = call.file.info.language === "python";
    // urllib comes with Python, and is a client like others.
    const isOutside = row.origin === "package" || (isPython && row.origin === "builtin");
    if (!isOutside || row.kind !== "call") return null;
    const entry = this.#entries.get(keyOf(isPython ? "python" : "npm", row.package ?? ""));
    if (!entry) return null;
    const { methods, sdk } = entry;
    const path = row.path === null ? (row.symbol ?? "") : `${row.symbol ?? ""}.${row.path}`;
    const isNetwork = methods === null || methods.test(path);
    return isNetwork && !isOnResult(graph, call, methods) ? sdk : null;
  }
}

const keyOf = (ecosystem: string, module: string): string => `${ecosystem} ${module}`;

/** `response.data.map()`: a call on what an earlier call already brought back. */
function isOnResult(graph: CodeGraph, call: LinkedCall, methods: RegExp | null): boolean {
  // What came in from callers is known by its path alone: get.json.get.
  if (methods !== null && call.file.info.language === "python" && isBehindRequest(call.row, methods)) return true;
  const resolved = graph.resolve(call.file, call.record.origin);
  if (resolved.kind !== "package" && resolved.kind !== "builtin") return false;
  const { steps } = resolved;
  for (const [index, step] of steps.entries()) {
    if (step !== "()") continue;
    const members = steps.slice(0, index).filter((each) => each.startsWith("."));
    const path = `${resolved.symbol}${members.join("")}`;
    if (methods === null ? members.length > 0 : methods.test(path)) return true;
  }
  return false;
}

function isBehindRequest({ symbol, path }: CallRow, methods: RegExp): boolean {
  const members = path?.split(".") ?? [];
  return members.some((_, index) => methods.test([symbol ?? "", ...members.slice(0, index)].join(".")));
}
