import type { FactSet } from "../fact-set.js";
import type { CallRow, RedisCommandRow } from "../rows.js";
import type { CodeGraph } from "./code-graph.js";

/** Names that other things have, too: they count only on a receiver that is known to be a Redis client. */
const COMMON: ReadonlySet<string> = new Set(["SET", "EVAL", "APPEND"]);

/** Says whose client sends each command, and drops what is somebody else's. */
export function linkRedisCommands(graph: CodeGraph, facts: FactSet): void {
  const clients = new Set((facts.module_role ?? []).filter((row) => row.role === "redis").map((row) => row.module));
  const sent: { row: RedisCommandRow; call: CallRow }[] = [];
  /** Commands that the project's own functions send, by function and command. */
  const wrapped = new Map<string, string>();
  for (const row of facts.redis_command ?? []) {
    const call = graph.call(row.call_id)?.row;
    if (!call) continue;
    row.client = clientOf(call, clients);
    sent.push({ row, call });
    if (row.client !== null && call.function_id !== null) wrapped.set(`${call.function_id} ${row.command}`, row.client);
  }
  facts.redis_command = sent
    .filter(({ row, call }) => {
      if (call.target_function_id !== null)
        row.client = wrapped.get(`${call.target_function_id} ${row.command}`) ?? null;
      return row.client !== null || (mayBeClient(call) && !COMMON.has(row.command));
    })
    .map(({ row }) => row);
}

function clientOf(call: CallRow, clients: ReadonlySet<string>): string | null {
  if (call.origin === "package" && call.package !== null) {
    return clients.has(call.package) || call.package === "bun" ? call.package : null;
  }
  return call.origin === "global" && call.symbol === "Bun" ? "bun" : null;
}

/** What came from another package or from the language, or runs the project's own code, is no Redis client. */
const mayBeClient = ({ origin, target_function_id: target }: CallRow): boolean =>
  target === null && origin !== "package" && origin !== "builtin" && origin !== "global";
