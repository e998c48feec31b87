import { addRows, type FactSet } from "../../fact-set.js";
import { mark } from "../argument-function.js";
import type { CodeGraph, LinkedCall, LinkedFile } from "../code-graph.js";
import { functionRoute } from "./function-route.js";

const SUPABASE = /^(?:.*\/)?supabase\/functions\/([^/_][^/]*)\/index\.[jt]sx?$/;
const NETLIFY = /^(?:.*\/)?netlify\/functions\/([^/]+?)(?:\/index|\/\1)?\.[cm]?[jt]s$/;

/** Functions of Supabase and Netlify: one file, one route, any method. */
export function collectEdgeFunctions(graph: CodeGraph, facts: FactSet): void {
  for (const file of graph.files.values()) {
    const supabase = SUPABASE.exec(file.path)?.[1];
    if (supabase !== undefined) addSupabase(graph, file, `/functions/v1/${supabase}`, facts);
    const netlify = NETLIFY.exec(file.path)?.[1];
    if (netlify !== undefined) addNetlify(graph, file, `/.netlify/functions/${netlify}`, facts);
  }
}

function addSupabase(graph: CodeGraph, file: LinkedFile, path: string, facts: FactSet): void {
  const call = graph.callsIn(file).find(isServe);
  if (!call) return;
  const handler = graph.argumentFunction(call, 0) ?? graph.argumentFunction(call, 1);
  mark(handler, "route");
  const place = { file: file.path, line: call.row.line, framework: "supabase-functions" };
  addRows(facts, "route", [functionRoute(place, path, handler)]);
}

const isServe = ({ row }: LinkedCall): boolean =>
  row.callee === "Deno.serve" || (row.callee === "serve" && row.function_id === null);

function addNetlify(graph: CodeGraph, file: LinkedFile, path: string, facts: FactSet): void {
  const row = (file.code.facts.export ?? []).find(({ name }) => name === "handler" || name === "default");
  if (!row) return;
  const handler = graph.function(row.function_id) ?? graph.functionOf(file, file.code.exports.get(row.name) ?? null);
  mark(handler, "lambda");
  const place = { file: file.path, line: row.line, framework: "netlify" };
  addRows(facts, "route", [functionRoute(place, path, handler, row.local ?? row.name)]);
}
