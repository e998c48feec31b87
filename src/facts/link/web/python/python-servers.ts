import type { ServerRow } from "../../../rows.js";
import type { CodeGraph, LinkedCall } from "../../code-graph.js";

type Found = Pick<ServerRow, "framework" | "kind">;

/** What makes an application, and which one. A server of its own starts it: uvicorn, gunicorn. */
const MAKERS: readonly { readonly package: RegExp; readonly method: RegExp; readonly found: Found }[] = [
  { package: /^fastapi$/, method: /^FastAPI$/, found: { framework: "fastapi", kind: "long-running" } },
  { package: /^starlette$/, method: /^Starlette$/, found: { framework: "starlette", kind: "long-running" } },
  {
    package: /^(?:flask|quart|apiflask|flask_openapi3)$/,
    method: /^(?:Flask|Quart|APIFlask|OpenAPI)$/,
    found: { framework: "flask", kind: "long-running" },
  },
  { package: /^django$/, method: /^get_(?:w|a)sgi_application$/, found: { framework: "django", kind: "long-running" } },
  { package: /^mangum$/, method: /^Mangum$/, found: { framework: "lambda", kind: "serverless" } },
  { package: /^celery$/, method: /^Celery$/, found: { framework: "celery", kind: "worker" } },
];

/** One row for each package and framework, where its application is made. */
export function pythonServers(graph: CodeGraph): ServerRow[] {
  const rows = new Map<string, ServerRow>();
  for (const call of graph.calls) {
    const found = foundIn(call);
    const key = `${found?.framework ?? ""}\0${call.file.info.package_dir ?? ""}\0${call.file.info.role}`;
    if (!found || rows.has(key)) continue;
    const { row, file } = call;
    rows.set(key, {
      file: row.file,
      line: row.line,
      package_dir: file.info.package_dir,
      function_id: row.function_id,
      ...found,
    });
  }
  return [...rows.values()];
}

function foundIn({ row, file }: LinkedCall): Found | null {
  if (file.info.language !== "python" || row.origin !== "package") return null;
  const name = row.path === null ? (row.symbol ?? "") : row.method;
  return MAKERS.find((maker) => maker.package.test(row.package ?? "") && maker.method.test(name))?.found ?? null;
}
