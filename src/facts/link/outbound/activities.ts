import type { ImportRow } from "../../rows.js";
import type { CodeGraph } from "../code-graph.js";

const PROXY = /^proxy(Local)?Activities$/;
const NAMED_SO = /activit/i;

/**
 * Files whose exports are activities of Temporal: those that a workflow takes the types of its activities from
 * (`proxyActivities<typeof activities>()`), those that a worker is given, and what they hand on.
 */
export function activityFiles(graph: CodeGraph): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { row, file } of graph.calls) {
    const isProxy = row.package === "@temporalio/workflow" && PROXY.test(row.method);
    const isWorker = row.package === "@temporalio/worker" && row.method === "create";
    if (!isProxy && !isWorker) continue;
    for (const each of file.code.facts.import ?? []) if (isActivities(each)) add(graph, found, each.resolved_file);
  }
  return found;
}

const isActivities = ({ local, specifier }: ImportRow): boolean =>
  NAMED_SO.test(local ?? "") || NAMED_SO.test(specifier);

function add(graph: CodeGraph, found: Set<string>, path: string | null): void {
  if (path === null || found.has(path)) return;
  found.add(path);
  for (const each of graph.files.get(path)?.code.facts.import ?? []) {
    if (each.kind === "reexport" && (each.imported === "*" || isActivities(each)))
      add(graph, found, each.resolved_file);
  }
}
