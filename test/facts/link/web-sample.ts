import assert from "node:assert/strict";

import { querySample } from "./query-sample.js";

export type Files = Readonly<Record<string, string>>;

/** Routes as "METHOD path → handler", in order of file and line; "?" where something is not known. */
export function routesOf(files: Files): string[] {
  const rows = querySample(
    files,
    `SELECT route.method, route.full_path, "function".name, "function".line, route.handler_id
     FROM route LEFT JOIN "function" ON "function".id = route.handler_id
     ORDER BY route.file, route.line, route.full_path, route.method`,
  );
  return rows.map((row) => {
    const handler = row["handler_id"] === null ? "?" : (row["name"] ?? `line ${String(row["line"])}`);
    return `${String(row["method"])} ${String(row["full_path"] ?? "?")} → ${String(handler)}`;
  });
}

/** Paths of all routes. */
export const pathsOf = (files: Files): string[] =>
  querySample(files, "SELECT method || ' ' || coalesce(full_path, '?') AS path FROM route ORDER BY file, line, 1").map(
    (row) => String(row["path"]),
  );

/** Servers as "framework kind". */
export const serversOf = (files: Files): string[] =>
  querySample(files, "SELECT framework || ' ' || kind AS server FROM server ORDER BY file, line").map((row) =>
    String(row["server"]),
  );

/** Names of the functions that are run as `handler`. */
export const handledAs = (files: Files, handler: string): string[] =>
  querySample(
    files,
    `SELECT coalesce(name, 'line ' || line) AS name FROM "function" WHERE handler = '${handler}' ORDER BY file, line`,
  ).map((row) => String(row["name"]));

export const manifest = (...dependencies: readonly string[]): string =>
  JSON.stringify({
    name: "sample",
    dependencies: Object.fromEntries(dependencies.map((name) => [name, "^1.0.0"])),
  });

/** Asserts routes written one a line. */
export function assertRoutes(files: Files, expected: string): void {
  assert.deepEqual(routesOf(files), linesOf(expected));
}

/** Asserts paths written one a line. */
export function assertPaths(files: Files, expected: string): void {
  assert.deepEqual(pathsOf(files), linesOf(expected));
}

const linesOf = (text: string): string[] =>
  text
    .trim()
    .split("\n")
    .map((line) => line.trim());
