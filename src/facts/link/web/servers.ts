import { addRows, type FactSet } from "../../fact-set.js";
import type { ServerRow } from "../../rows.js";
import type { CodeGraph, LinkedCall, LinkedFile } from "../code-graph.js";
import { frameworkOf } from "./frameworks.js";
import { mark } from "./routes.js";

/** Packages that start a server by one call. */
const STARTERS: ReadonlyMap<string, string> = new Map([
  ["@hono/node-server", "hono"],
  ["@apollo/server", "apollo"],
  ["graphql-yoga", "graphql-yoga"],
]);

const QUEUE_PACKAGES = new Set(["bullmq", "bull", "bee-queue", "pg-boss", "graphile-worker", "amqplib", "kafkajs"]);

/** Places where a process starts to serve requests or to work off a queue. */
export function collectServers(graph: CodeGraph, facts: FactSet): void {
  for (const call of graph.calls) {
    const found = serverOf(call);
    if (found) addRows(facts, "server", [{ ...placeOf(call), ...found }]);
    markHandlers(graph, call, found);
  }
  addFileServers(graph, facts);
}

const placeOf = ({ row, file }: LinkedCall): Pick<ServerRow, "file" | "line" | "package_dir" | "function_id"> => ({
  function_id: row.function_id,
  file: row.file,
  line: row.line,
  package_dir: file.info.package_dir,
});

function serverOf(call: LinkedCall): Pick<ServerRow, "framework" | "kind"> | null {
  const { row } = call;
  if (row.kind === "new") return newServer(call);
  if (row.method === "listen") {
    const framework = frameworkOf(call);
    if (framework !== null && row.origin === "package") return { framework, kind: "long-running" };
    if (row.package?.startsWith("@nestjs/") === true) return { framework: "nest", kind: "long-running" };
    const isNode = row.origin === "builtin" && /^(node:)?(https?|http2|net)$/.test(row.module ?? "");
    return isNode ? { framework: "node-http", kind: "long-running" } : null;
  }
  if (row.callee === "Bun.serve") return { framework: "bun", kind: "long-running" };
  if (row.callee === "Deno.serve")
    return { framework: "deno", kind: isEdgeFunction(row.file) ? "serverless" : "long-running" };
  const starter = row.package === null ? undefined : STARTERS.get(row.package);
  if (starter !== undefined && (row.symbol === "serve" || row.symbol === "startStandaloneServer")) {
    return { framework: starter, kind: "long-running" };
  }
  return null;
}

const isEdgeFunction = (path: string): boolean => /(^|\/)(supabase|netlify|edge)[-/]?(edge-)?functions\//.test(path);

function newServer({ row }: LinkedCall): Pick<ServerRow, "framework" | "kind"> | null {
  if (row.package === "ws" && /^(WebSocketServer|Server)$/.test(row.method))
    return { framework: "ws", kind: "long-running" };
  if (row.package === "bullmq" && row.method === "Worker") return { framework: "bullmq", kind: "worker" };
  return null;
}

/** Functions that run per request, message or tick through this call. */
function markHandlers(graph: CodeGraph, call: LinkedCall, server: Pick<ServerRow, "framework" | "kind"> | null): void {
  const { row } = call;
  if (server && row.method === "serve")
    mark(graph.argumentFunction(call, 0) ?? graph.argumentFunction(call, 1), "route");
  if (
    row.package !== null &&
    QUEUE_PACKAGES.has(row.package) &&
    /^(Worker|process|work|consume|run)$/.test(row.method)
  ) {
    for (let index = 0; index < row.argument_count; index++) mark(graph.argumentFunction(call, index), "queue");
  }
  const isEvent = row.method === "on" && /^(connection|message|request|upgrade|data)$/.test(row.argument_1 ?? "");
  if (isEvent) mark(graph.argumentFunction(call, 1), "event");
  const isCreateServer = row.origin === "builtin" && row.method === "createServer";
  if (isCreateServer) mark(graph.argumentFunction(call, 0) ?? graph.argumentFunction(call, 1), "route");
}

/** Next.js routes and exported lambda handlers: no call starts them. */
function addFileServers(graph: CodeGraph, facts: FactSet): void {
  const seen = new Set<string>();
  for (const route of facts.route ?? []) {
    if (route.router !== null || route.framework === "nest") continue;
    const info = graph.files.get(route.file)?.info;
    const key = `${route.framework}\0${info?.package_dir ?? ""}`;
    if (seen.has(key)) continue;
    seen.add(key);
    addRows(facts, "server", [
      {
        function_id: null,
        file: route.file,
        line: route.line,
        package_dir: info?.package_dir ?? null,
        framework: route.framework,
        kind: "serverless",
      },
    ]);
  }
  for (const file of graph.files.values()) addExportedServer(file, facts);
  for (const row of graph.functions) {
    if (
      row.name !== "handler" ||
      !row.is_exported ||
      row.parent_id !== null ||
      !/^\["_?(event|evt|\{…\})"/.test(row.parameters_json)
    )
      continue;
    mark(row, "lambda");
    const info = graph.files.get(row.file)?.info;
    addRows(facts, "server", [
      {
        function_id: null,
        file: row.file,
        line: row.line,
        package_dir: info?.package_dir ?? null,
        framework: "lambda",
        kind: "serverless",
      },
    ]);
  }
}

/** `export default { port, fetch }`: Bun serves it; without a port it is a worker of some edge platform. */
function addExportedServer(file: LinkedFile, facts: FactSet): void {
  const origin = file.code.exports.get("default")?.origin;
  if (origin?.kind !== "shape" || origin.steps.length > 0) return;
  const members = file.code.shapes.get(origin.id)?.members;
  if (!members?.has("fetch")) return;
  const line = (file.code.facts.export ?? []).find((row) => row.name === "default")?.line ?? 1;
  const place = { function_id: null, file: file.path, line, package_dir: file.info.package_dir };
  const runtime = members.has("port")
    ? { framework: "bun", kind: "long-running" }
    : { framework: "worker", kind: "serverless" };
  addRows(facts, "server", [{ ...place, ...runtime }]);
}
