import type { FunctionRow, RouteRow } from "../../rows.js";

/** A route that one function answers, whatever the method: no router, no middleware. */
export function functionRoute(
  place: Pick<RouteRow, "file" | "line" | "framework">,
  path: string,
  handler: FunctionRow | null | undefined,
  name: string | null = handler ? "(function)" : null,
): RouteRow {
  return {
    ...place,
    method: "ALL",
    path,
    full_path: path,
    handler_id: handler?.id ?? null,
    handler: name,
    middleware_json: "[]",
    router: null,
  };
}
