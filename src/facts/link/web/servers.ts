import { addRows, type FactSet } from "../../fact-set.js";
import type { ServerRow } from "../../rows.js";
import { mark } from "../argument-function.js";
import type { CodeGraph, LinkedCall, LinkedFile } from "../code-graph.js";
import { frameworkOfPackage } from "./frameworks.js";
import type { Routers } from "./routers.js";

type Found = Pick<ServerRow, "framework" | "kind">;

/** Packages that start a server by one call, and what the call is named. */
const STARTERS: readonly { readonly package: string; readonly method: RegExp; readonly framework: string }[] = [
  { package: "@hono/node-server", method: /^serve$/, framework: "hono" },
  { package: "@apollo/server", method: /^startStandaloneServer$/, framework: "apollo" },
  { package: "@slack/bolt", method: /^start$/, framework: "bolt" },
  { package: "srvx", method: /^serve$/, framework: "srvx" },
  { package: "micro", method: /^serve$/, framework: "micro" },
];

/** Packages that turn an app into a handler of a platform's functions. */
const ADAPTERS: ReadonlyMap<string, string> = new Map([
  ["serverless-http", "lambda"],
  ["@vendia/serverless-express", "lambda"],
  ["@codegenie/serverless-express", "lambda"],
  ["aws-serverless-express", "lambda"],
  ["@fastify/aws-lambda", "lambda"],
  ["aws-lambda-fastify", "lambda"],
  ["firebase-functions", "firebase"],
]);

/** Calls by which a process takes work from a queue, by package. */
const CONSUMERS: ReadonlyMap<string, RegExp> = new Map([
  ["bullmq", /^Worker$/],
  ["bull", /^process$/],
  ["bee-queue", /^process$/],
  ["pg-boss", /^work$/],
  ["graphile-worker", /^run$/],
  ["amqplib", /^consume$/],
  ["kafkajs", /^run$/],
  ["sqs-consumer", /^create$/],
  ["@temporalio/worker", /^create$/],
  ["agenda", /^(define|start)$/],
]);

/** Places where a process starts to serve requests or to work off a queue. */
export function collectServers(graph: CodeGraph, routers: Routers, facts: FactSet): void {
  for (const call of graph.calls) {
    const found = serverOf(call, routers);
    if (found) addRows(facts, "server", [{ ...placeOf(call), ...found }]);
    markHandlers(graph, call, found);
  }
  const hosts = hostsOf(facts);
  for (const file of graph.files.values()) addExportedServer(graph, file, hosts, facts);
  addLambdas(graph, facts);
  addFileServers(graph, facts);
}

const placeOf = ({ row, file }: LinkedCall): Omit<ServerRow, "framework" | "kind"> => ({
  function_id: row.function_id,
  file: row.file,
  line: row.line,
  package_dir: file.info.package_dir,
});

function serverOf(call: LinkedCall, routers: Routers): Found | null {
  const { row } = call;
  if (row.kind === "new") return newServer(call);
  if (row.method === "listen" || (row.method === "start" && row.package === "@hapi/hapi")) {
    return listeningServer(call, routers);
  }
  if (row.callee === "Bun.serve") return { framework: "bun", kind: "long-running" };
  if (row.callee === "Deno.serve" || isDenoServe(row)) {
    return { framework: "deno", kind: isEdgeFunction(row.file) ? "serverless" : "long-running" };
  }
  const { package: name } = row;
  if (name === null) return null;
  const starter = STARTERS.find((each) => each.package === name && each.method.test(row.method));
  if (starter) return { framework: starter.framework, kind: "long-running" };
  const consumer = CONSUMERS.get(name);
  if (consumer?.test(row.method) === true) return { framework: name, kind: "worker" };
  const platform = ADAPTERS.get(name);
  if (platform === undefined) return null;
  const isHandler = platform === "firebase" ? /^(onRequest|onCall)$/.test(row.method) : row.path === null;
  return isHandler ? { framework: platform, kind: "serverless" } : null;
}

function listeningServer(call: LinkedCall, routers: Routers): Found | null {
  const { row } = call;
  if (isForAMoment(call)) return null;
  // `listen(app)` of a helper, and apps that came in without a known origin, are left to whoever calls them.
  const framework = row.origin === "package" ? routers.frameworkOf(call) : null;
  if (framework !== null) return { framework, kind: "long-running" };
  if (row.package?.startsWith("@nestjs/") === true) {
    const isMessaging = /(^|\.)createMicroservice\./.test(row.path ?? "");
    return isMessaging
      ? { framework: "nest-microservice", kind: "worker" }
      : { framework: "nest", kind: "long-running" };
  }
  // `class Api extends Server` of OvernightJS has an Express app of its own.
  if (/(^|\.)app\.listen$/.test(row.callee) && importsOvernight(call))
    return { framework: "express", kind: "long-running" };
  const isNode = row.origin === "builtin" && /^(node:)?(https?|http2|net)$/.test(row.module ?? "");
  return isNode ? { framework: "node-http", kind: "long-running" } : null;
}

const importsOvernight = ({ file }: LinkedCall): boolean =>
  (file.code.facts.import ?? []).some(({ specifier }) => specifier === "@overnightjs/core");

/** `listen(0, "127.0.0.1")`: on whatever port is free, for a sign-in that comes back or a test. No client could find a service there. */
function isForAMoment({ record }: LinkedCall): boolean {
  return /^(0|\{\s*port:\s*0\b.*)$/s.test(record.arguments[0]?.text ?? "");
}

const isDenoServe = (row: LinkedCall["row"]): boolean =>
  row.method === "serve" && row.symbol === "serve" && /(^|\/)(std(@[\w.]+)?\/http|@std\/http)/.test(row.module ?? "");

const isEdgeFunction = (path: string): boolean => /(^|\/)(supabase|netlify|edge)[-/]?(edge-)?functions\//.test(path);

function newServer({ row }: LinkedCall): Found | null {
  if (row.package === "ws" && /^(WebSocketServer|Server)$/.test(row.method))
    return { framework: "ws", kind: "long-running" };
  if (row.package === "socket.io" && row.method === "Server") return { framework: "socket.io", kind: "long-running" };
  return row.package === "bullmq" && row.method === "Worker" ? { framework: "bullmq", kind: "worker" } : null;
}

/** Functions that run per request, message or tick through this call. */
function markHandlers(graph: CodeGraph, call: LinkedCall, server: Found | null): void {
  const { row } = call;
  if (server && row.method === "serve")
    mark(graph.argumentFunction(call, 0) ?? graph.argumentFunction(call, 1) ?? optionFunction(call), "route");
  if (server?.kind === "serverless") mark(graph.argumentFunction(call, row.argument_count - 1), "lambda");
  if (server?.kind === "worker") {
    for (let index = 0; index < row.argument_count; index++) mark(graph.argumentFunction(call, index), "queue");
  }
  const isEvent = row.method === "on" && /^(connection|message|request|upgrade|data)$/.test(row.argument_1 ?? "");
  if (isEvent) mark(graph.argumentFunction(call, 1), "event");
  const isCreateServer = row.origin === "builtin" && row.method === "createServer";
  if (isCreateServer) mark(graph.argumentFunction(call, 0) ?? graph.argumentFunction(call, 1), "route");
}

/** `Bun.serve({ fetch(request) {…} })` */
function optionFunction(call: LinkedCall): ReturnType<CodeGraph["argumentFunction"]> {
  const { row } = call;
  const found = call.file.code.functions.find(
    (each) => each.name === "fetch" && each.line >= row.line && each.end_line <= row.end_line,
  );
  return found ?? null;
}

/** What runs the modules of a package, as far as its files and scripts show it. */
interface Hosts {
  readonly wrangler: ReadonlySet<string>;
  readonly bun: ReadonlySet<string>;
}

function hostsOf(facts: FactSet): Hosts {
  const workers = (facts.dependency ?? []).filter(
    ({ name }) => name === "wrangler" || name === "@cloudflare/workers-types",
  );
  const bun = (facts.package ?? []).filter(({ scripts_json: scripts }) =>
    /\bbun (run |--\w+ )*\S+\.[jt]sx?\b/.test(scripts ?? ""),
  );
  return { wrangler: new Set(workers.map((row) => row.package_dir)), bun: new Set(bun.map((row) => row.dir)) };
}

/**
 * `export default app` and `export default { port, fetch }`: Bun serves them; without a port, or where wrangler is at
 * hand, it is a worker of some edge platform.
 */
function addExportedServer(graph: CodeGraph, file: LinkedFile, hosts: Hosts, facts: FactSet): void {
  const runtime = exportedRuntime(graph, file, hosts);
  if (!runtime) return;
  const line = (file.code.facts.export ?? []).find((row) => row.name === "default")?.line ?? 1;
  addRows(facts, "server", [
    { function_id: null, file: file.path, line, package_dir: file.info.package_dir, ...runtime },
  ]);
}

function exportedRuntime(graph: CodeGraph, file: LinkedFile, hosts: Hosts): Found | null {
  const noted = file.code.exports.get("default");
  if (!noted) return null;
  const dir = file.info.package_dir ?? "";
  const { origin } = noted;
  if (origin.kind === "shape" && origin.steps.length === 0) {
    const members = file.code.shapes.get(origin.id)?.members;
    const fetch = members?.get("fetch");
    if (!members || !fetch) return null;
    mark(graph.functionOf(file, fetch), "route");
    return members.has("port") ? BUN : WORKER;
  }
  const resolved = graph.resolve(file, noted);
  if (resolved.kind !== "package" || resolved.symbol === "hc" || !SELF_SERVING.has(resolved.package ?? "")) return null;
  const isEntry = (file.code.facts.export ?? []).every((row) => row.name !== "default" || row.importers === 0);
  if (!isEntry || frameworkOfPackage(resolved.package) === null) return null;
  if (hosts.wrangler.has(dir)) return WORKER;
  return hosts.bun.has(dir) ? BUN : null;
}

const BUN: Found = { framework: "bun", kind: "long-running" };
const WORKER: Found = { framework: "worker", kind: "serverless" };

/** Apps that have a fetch of their own: a runtime serves what a module exports. */
const SELF_SERVING = new Set(["hono", "@hono/zod-openapi", "elysia", "itty-router", "h3"]);

/** Exported functions named handler that take an event. */
function addLambdas(graph: CodeGraph, facts: FactSet): void {
  for (const row of graph.functions) {
    const isHandler = row.name === "handler" && row.is_exported && row.parent_id === null;
    if (!isHandler || !/^\["_?(event|evt|\{…\})"/.test(row.parameters_json)) continue;
    mark(row, "lambda");
    const dir = graph.files.get(row.file)?.info.package_dir ?? null;
    addRows(facts, "server", [
      { function_id: null, file: row.file, line: row.line, package_dir: dir, framework: "lambda", kind: "serverless" },
    ]);
  }
}

/** Frameworks whose routes are files: no call starts them. */
const FILE_FRAMEWORKS = new Set(["next", "sveltekit", "remix", "astro", "nuxt", "medusa", "vercel"]);

/** One server per package and framework, at its first route. */
function addFileServers(graph: CodeGraph, facts: FactSet): void {
  const seen = new Set<string>();
  for (const route of facts.route ?? []) {
    if (!FILE_FRAMEWORKS.has(route.framework)) continue;
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
}
