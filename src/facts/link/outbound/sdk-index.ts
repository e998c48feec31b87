import type { SdkRow } from "../../rows.js";
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
      this.#entries.set(sdk.module, { sdk, methods });
    }
  }

  /** The SDK through which a call goes over the network; null when it does not. */
  sdkOf(graph: CodeGraph, call: LinkedCall): SdkRow | null {
    const { row } = call;
    const entry = row.origin === "package" && row.kind === "call" ? this.#entries.get(row.package ?? "") : undefined;
    if (!entry) return null;
    const { methods, sdk } = entry;
    const path = row.path === null ? (row.symbol ?? "") : `${row.symbol ?? ""}.${row.path}`;
    const isNetwork = methods === null || methods.test(path);
    return isNetwork && !isOnResult(graph, call, methods) ? sdk : null;
  }
}

/** `response.data.map()`: a call on what an earlier call already brought back. */
function isOnResult(graph: CodeGraph, call: LinkedCall, methods: RegExp | null): boolean {
  const resolved = graph.resolve(call.file, call.record.origin);
  if (resolved.kind !== "package") return false;
  const { steps } = resolved;
  for (const [index, step] of steps.entries()) {
    if (step !== "()") continue;
    const members = steps.slice(0, index).filter((each) => each.startsWith("."));
    const path = `${resolved.symbol}${members.join("")}`;
    if (methods === null ? members.length > 0 : methods.test(path)) return true;
  }
  return false;
}
