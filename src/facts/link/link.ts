import { addRows, newIdOffsets, type FactSet, type IdOffsets } from "../fact-set.js";
import type { FileCode } from "../code/file-code.js";
import type { FileRow } from "../rows.js";
import { CallWalk } from "./call-walk.js";
import { CodeGraph, type ResolveSpecifier } from "./code-graph.js";
import { linkDeclaredGlobals } from "./declared-globals.js";
import { DERIVATIONS } from "./derivations.js";
import { collectFunctionUses, usesByFunction } from "./function-uses.js";
import { collectDeployed } from "./deployed.js";
import { collectExposedRoutes } from "./exposure/exposed-routes.js";
import { collectHealthChecks } from "./health/health-checks.js";
import { collectReach, markInHandler } from "./handlers.js";
import { linkCalls, linkImports } from "./link-calls.js";
import { linkOutboundCalls } from "./outbound/outbound-calls.js";
import { WrapperModules } from "./wrapper-modules.js";
import { markWrappers } from "./wrapper-shapes.js";
import { WrapperFinder } from "./wrappers.js";

export interface LinkInput {
  readonly files: readonly { readonly code: FileCode; readonly info: FileRow }[];
  readonly resolve: ResolveSpecifier;
}

/**
 * Joins what the files say one by one: origins, targets, wrappers, routes, jobs, queries.
 * Rows only; nothing here looks at source text. Adds to `facts`, which holds the data tables, and keeps its ids unique.
 */
export function linkCode(input: LinkInput, facts: FactSet, offsets: IdOffsets = newIdOffsets()): void {
  const graph = new CodeGraph(input.resolve);
  for (const { code, info } of input.files) graph.add(code, info, facts, offsets);
  linkImports(graph);
  linkCalls(graph);
  linkDeclaredGlobals(graph, facts.dependency ?? []);
  const uses = collectFunctionUses(graph);
  addRows(facts, "function_use", uses);
  const byFunction = usesByFunction(uses);
  const wrapperModules = new WrapperModules(facts.wrapper_module ?? []);
  markWrappers(graph, wrapperModules);
  for (const derive of DERIVATIONS) derive(graph, facts);
  markInHandler(graph, byFunction);
  for (const table of ["guard", "listener"] as const) {
    for (const row of facts[table] ?? []) row.in_handler = graph.function(row.function_id)?.in_handler ?? false;
  }
  addRows(facts, "call_wrapper", new WrapperFinder(graph, wrapperModules, byFunction).rows());
  linkOutboundCalls(graph, facts, byFunction);
  const walk = new CallWalk(graph, uses);
  collectHealthChecks(graph, walk, facts);
  collectDeployed(facts);
  collectExposedRoutes(graph, walk, facts);
  addRows(facts, "reach", collectReach(graph, walk));
}
