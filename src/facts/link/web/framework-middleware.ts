import { addRows, type FactSet } from "../../fact-set.js";
import { mark } from "../argument-function.js";
import type { CodeGraph, LinkedFile } from "../code-graph.js";

/** Middleware that a file's place makes. */
interface PlacedMiddleware {
  readonly framework: string;
  /** Path of the file within its package. */
  readonly file: RegExp;
  readonly exports: RegExp;
}

const PLACED: readonly PlacedMiddleware[] = [
  { framework: "next", file: /^(src\/)?(middleware|proxy)\.[jt]s$/, exports: /^(default|middleware|proxy)$/ },
  { framework: "sveltekit", file: /^src\/hooks\.server\.[jt]s$/, exports: /^handle$/ },
  { framework: "astro", file: /^src\/middleware(\/index)?\.[jt]s$/, exports: /^onRequest$/ },
  { framework: "nuxt", file: /^server\/middleware\/.*\.[jt]s$/, exports: /^default$/ },
];

/** middleware.ts of Next.js and its like: run before every request of the package. */
export function collectFrameworkMiddleware(graph: CodeGraph, facts: FactSet): void {
  const frameworks = new Map((facts.package ?? []).map((row) => [row.dir, row.framework]));
  for (const file of graph.files.values()) {
    const dir = file.info.package_dir;
    const framework = dir === null ? undefined : frameworks.get(dir);
    const place = dir === null || dir === "" ? file.path : file.path.slice(dir.length + 1);
    const found = PLACED.find((each) => each.file.test(place) && (dir === null || framework === each.framework));
    if (found) addPlaced(graph, file, found, facts);
  }
}

function addPlaced(graph: CodeGraph, file: LinkedFile, placed: PlacedMiddleware, facts: FactSet): void {
  const row = (file.code.facts.export ?? []).find(({ name }) => placed.exports.test(name));
  if (!row) return;
  const handler = graph.function(row.function_id) ?? graph.functionOf(file, file.code.exports.get(row.name) ?? null);
  mark(handler, "middleware");
  addRows(facts, "middleware", [
    {
      file: file.path,
      line: row.line,
      framework: placed.framework,
      path: null,
      name: row.local ?? "middleware",
      module: null,
      call_id: null,
      handler_id: handler?.id ?? null,
      router: null,
      target_file: null,
    },
  ]);
}
