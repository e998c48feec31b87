import type { NotedOrigin } from "../code/file-code.js";
import { CallerOrigins } from "./caller-origins.js";
import type { CodeGraph, LinkedCall } from "./code-graph.js";
import type { Resolved } from "./resolved.js";

/** Entry points whose first parameter is the request, or a context that holds it. */
const TAKES_REQUEST = new Set(["route", "middleware", "webhook", "next-api"]);

const CLIENT_TYPE = /^default$|(Client|Pool|Redis|Cluster|Connection|DataSource|Database|Db|Knex|Sequelize|Manager)$/;

/** Says of every spread in a call's arguments whether it is a client or the request; runs when handlers are known. */
export function linkSpreads(graph: CodeGraph): void {
  const calls = graph.calls.filter(({ row }) => row.spreads_json !== null);
  if (calls.length === 0) return;
  const callers = new CallerOrigins(graph);
  for (const call of calls) linkCallSpreads(graph, callers, call);
}

function linkCallSpreads(graph: CodeGraph, callers: CallerOrigins, { row, record, file }: LinkedCall): void {
  const spreads: unknown = JSON.parse(row.spreads_json ?? "[]");
  if (!Array.isArray(spreads)) return;
  const linked = record.spreads.map((origin, position) => {
    const spread: unknown = spreads[position];
    const base = typeof spread === "object" && spread !== null ? spread : {};
    const resolved = callers.resolve(file, origin);
    if (isProduct(resolved)) return { ...base, kind: "client", package: resolved.package };
    return isRequest(graph, file.functionOffset, origin) ? { ...base, kind: "request" } : base;
  });
  row.spreads_json = JSON.stringify(linked);
}

/** What a package's constructor or factory gives; what is called on that, or a member deeper inside, is data. */
function isProduct(resolved: Resolved): resolved is Resolved & { kind: "package" } {
  if (resolved.kind !== "package") return false;
  // A package's types name data far more often than clients: Prisma.UserCreateInput, Stripe.Customer.
  if (resolved.isTyped && !CLIENT_TYPE.test(resolved.members.at(-1) ?? resolved.symbol)) return false;
  const makes = resolved.steps.filter((step) => !step.startsWith("."));
  return makes.length === 1 && resolved.steps.at(-1) === makes[0];
}

/** The first parameter of a handler itself: `req`, `ctx`; `req.body` is data. */
function isRequest(graph: CodeGraph, functionOffset: number, { origin }: NotedOrigin): boolean {
  if (origin.kind !== "parameter" || origin.index !== 0 || origin.steps.length > 0) return false;
  const handler = graph.function(origin.functionId + functionOffset)?.handler ?? null;
  return handler !== null && TAKES_REQUEST.has(handler);
}
