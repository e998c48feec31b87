/** Packages whose app or router objects take routes, by framework. */
const WEB_PACKAGES: ReadonlyMap<string, string> = new Map([
  ["express", "express"],
  ["express-promise-router", "express"],
  ["express-ws", "express"],
  ["@feathersjs/express", "express"],
  ["ultimate-express", "express"],
  ["hyper-express", "express"],
  ["fastify", "fastify"],
  ["hono", "hono"],
  ["@hono/zod-openapi", "hono"],
  ["koa", "koa"],
  ["@koa/router", "koa"],
  ["koa-router", "koa"],
  ["@oak/oak", "oak"],
  ["oak", "oak"],
  ["elysia", "elysia"],
  ["polka", "polka"],
  ["restify", "restify"],
  ["h3", "h3"],
  ["itty-router", "itty-router"],
  ["@hapi/hapi", "hapi"],
]);

/** Framework a package's apps and routers belong to; null when it has none. */
export const frameworkOfPackage = (name: string | null): string | null =>
  name === null ? null : (WEB_PACKAGES.get(name) ?? null);

/** Names that apps and routers go by where nothing else is known of them. */
export const ROUTER_NAME = /^(app|api|server|fastify|instance|router|routes?|\w*(Router|App|Routes))$/;

/** Methods that register a handler for a path. */
export const ROUTE_METHODS: ReadonlySet<string> = new Set([
  "get",
  "post",
  "put",
  "patch",
  "delete",
  "del",
  "all",
  "options",
  "head",
  "ws",
]);

/** Methods that hang middleware, routers or plugins into an app. */
export const MOUNT_METHODS: ReadonlySet<string> = new Set([
  "use",
  "register",
  "addHook",
  "route",
  "mount",
  "group",
  "basePath",
  "setGlobalPrefix",
  "useGlobalGuards",
]);
