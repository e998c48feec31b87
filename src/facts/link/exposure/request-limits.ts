import type { FactSet } from "../../fact-set.js";
import type { FunctionUseRow, RequestLimitRow } from "../../rows.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { usesByFunction } from "../function-uses.js";
import { COUNTING_GUARD } from "./nest-guards.js";
import { pythonLimits } from "./python-limits.js";
import { limiterOf, type RequestLimiters } from "./request-limiters.js";

const MAX_HOPS = 5;

/** Every limiter of incoming requests, whether or not the routes behind it are known. */
export function collectRequestLimits(graph: CodeGraph, limiters: RequestLimiters, facts: FactSet): RequestLimitRow[] {
  const uses = usesByFunction(facts.function_use ?? []);
  const apps = facts.deployed_app ?? [];
  const found = graph.calls
    .filter(({ file }) => file.info.role === "app" && file.info.side !== "client")
    .filter(({ row }) => row.package !== "@nestjs/throttler" || limiters.isThrottled(row.file))
    .filter((call) => limiters.isLimiting(call));
  const dirs = new Map(apps.map(({ dir }) => [dir, partsOf(facts, dir)]));
  const rows: RequestLimitRow[] = edgeLimits(facts);
  for (const call of found) {
    const users = usersOf(graph, uses, call);
    for (const [dir, parts] of dirs) {
      if (!parts.has(call.file.info.package_dir ?? "") || !users.has(dir)) continue;
      rows.push({ ...limiterOf(call), app_dir: dir, kind: limiters.isPackage(call.row.package) ? "package" : "own" });
    }
  }
  return unique([
    ...pythonLimits(graph, facts),
    ...rows,
    ...nestLimits(graph, facts),
    ...autoloadedLimits(graph, limiters, facts),
  ]);
}

function partsOf(facts: FactSet, dir: string): Set<string> {
  return new Set((facts.deployed_part ?? []).filter((row) => row.app_dir === dir).map((row) => row.part_dir));
}

/** Folders of the packages whose code leads to a call; what nobody calls leads nowhere. */
function usersOf(
  graph: CodeGraph,
  uses: ReadonlyMap<number, readonly FunctionUseRow[]>,
  call: LinkedCall,
): Set<string> {
  const dirs = new Set<string>();
  const seen = new Set<number>();
  let frontier: (number | null)[] = [call.row.function_id];
  if (call.row.function_id === null) dirs.add(call.file.info.package_dir ?? "");
  for (let hops = 0; hops < MAX_HOPS && frontier.length > 0; hops++) {
    const next: (number | null)[] = [];
    for (const id of frontier) {
      for (const row of graph.around(id)) {
        if (seen.has(row.id)) continue;
        seen.add(row.id);
        const own = uses.get(row.id) ?? [];
        // A closure is used where it stands; a handler, where its framework calls it.
        if (row.handler !== null || (row.parent_id === null && row.name === null)) dirs.add(dirOf(graph, row.file));
        for (const use of own) {
          if (graph.files.get(use.file)?.info.role !== "app") continue;
          dirs.add(dirOf(graph, use.file));
          next.push(use.caller_id);
        }
      }
    }
    frontier = next;
  }
  return dirs;
}

const dirOf = (graph: CodeGraph, file: string): string => graph.files.get(file)?.info.package_dir ?? "";

/** Limits of proxies, gateways and ingresses, for the app whose folder they are in, or for all. */
function edgeLimits(facts: FactSet): RequestLimitRow[] {
  const apps = facts.deployed_app ?? [];
  return (facts.deploy_setting ?? []).flatMap(({ key, value, file, line }) => {
    if (key !== "rate_limit") return [];
    const owner = apps.filter(({ dir }) => dir !== "" && file.startsWith(`${dir}/`));
    return (owner.length > 0 ? owner : apps).map(({ dir }) => ({
      app_dir: dir,
      file,
      line,
      name: value ?? "rate limit",
      kind: "edge",
    }));
  });
}

/** `{ provide: APP_GUARD, useClass: ThrottlerGuard }`: before every route of a NestJS application. */
function nestLimits(graph: CodeGraph, facts: FactSet): RequestLimitRow[] {
  const imports = (facts.import ?? []).filter(
    (row) => !row.is_erased && graph.files.get(row.file)?.info.role === "app",
  );
  const global = new Set(imports.filter((row) => row.imported === "APP_GUARD").map(({ file }) => file));
  const guards = imports.filter((row) => global.has(row.file) && COUNTING_GUARD.test(row.imported ?? ""));
  return guards.flatMap((row) => globalRows(graph, facts, row, row.imported ?? "guard"));
}

/** `export default fastifyRateLimit` in a folder that @fastify/autoload registers: before every route of the server. */
function autoloadedLimits(graph: CodeGraph, limiters: RequestLimiters, facts: FactSet): RequestLimitRow[] {
  const imports = (facts.import ?? []).filter((row) => !row.is_erased);
  const loading = new Set(
    imports.filter((row) => row.package === "@fastify/autoload").map((row) => dirOf(graph, row.file)),
  );
  if (loading.size === 0) return [];
  const handedOn = new Set(
    (facts.export ?? []).filter(({ name }) => name === "default").map((row) => `${row.file} ${row.local}`),
  );
  return imports.flatMap((row) => {
    const isPlugin = limiters.isPackage(row.package) && handedOn.has(`${row.file} ${row.local}`);
    return isPlugin && loading.has(dirOf(graph, row.file)) ? globalRows(graph, facts, row, row.local ?? "plugin") : [];
  });
}

/** The row of each app that the package at a place is a part of. */
const globalRows = (
  graph: CodeGraph,
  facts: FactSet,
  { file, line }: { file: string; line: number },
  name: string,
): RequestLimitRow[] =>
  (facts.deployed_part ?? [])
    .filter(({ part_dir: part }) => part === dirOf(graph, file))
    .map(({ app_dir: dir }) => ({ app_dir: dir, file, line, name, kind: "global" }));

/** One row for each place: `ratelimit().limit()` is one limiter. */
function unique(rows: readonly RequestLimitRow[]): RequestLimitRow[] {
  const byPlace = new Map<string, RequestLimitRow>();
  for (const row of rows) {
    const key = `${row.app_dir}\0${row.file}:${row.line}`;
    if (!byPlace.has(key)) byPlace.set(key, row);
  }
  return [...byPlace.values()];
}
