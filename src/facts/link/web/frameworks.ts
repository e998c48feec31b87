import type { LinkedCall } from "../code-graph.js";

/** Packages whose app or router objects take routes, by framework. */
const WEB_PACKAGES: ReadonlyMap<string, string> = new Map([
  ["express", "express"],
  ["express-promise-router", "express"],
  ["express-ws", "express"],
  ["fastify", "fastify"],
  ["hono", "hono"],
  ["@hono/zod-openapi", "hono"],
  ["koa", "koa"],
  ["@koa/router", "koa"],
  ["koa-router", "koa"],
  ["@oak/oak", "oak"],
  ["elysia", "elysia"],
  ["polka", "polka"],
  ["restify", "restify"],
  ["h3", "h3"],
  ["itty-router", "itty-router"],
]);

/** Names that apps and routers go by where their origin is a bare parameter. */
const ROUTER_NAME = /^(app|api|server|fastify|instance|router|routes?|\w*(Router|App|Routes))$/;

/**
 * Framework of the app or router a method is called on; null when it is none. `fastify` stands for an untyped plugin
 * parameter, since only its plugins get their app handed in without a type or an import.
 */
export function frameworkOf(call: LinkedCall): string | null {
  const { row } = call;
  if (row.origin === "package" && row.package !== null) return WEB_PACKAGES.get(row.package) ?? null;
  if (row.origin === "parameter" && row.root !== null && ROUTER_NAME.test(row.root)) return guessByName(row.root);
  return null;
}

const guessByName = (root: string): string => (/fastify|instance/i.test(root) ? "fastify" : "express");
