/** Frameworks in the order in which they decide what a package is: a Next.js app with an Express server is a Next.js app. */
const FRAMEWORKS: readonly (readonly [framework: string, dependencies: readonly string[]])[] = [
  ["next", ["next"]],
  ["nuxt", ["nuxt", "nuxt3", "nuxt-edge"]],
  ["remix", ["@remix-run/react", "@remix-run/node", "@remix-run/server-runtime", "@react-router/dev"]],
  ["sveltekit", ["@sveltejs/kit"]],
  ["astro", ["astro"]],
  ["nest", ["@nestjs/core"]],
  ["expo", ["expo"]],
  ["react-native", ["react-native"]],
  ["electron", ["electron"]],
  ["express", ["express"]],
  ["fastify", ["fastify"]],
  ["hono", ["hono"]],
  ["koa", ["koa"]],
  ["vite", ["vite"]],
];

/** Frameworks whose own guides install them as a development dependency. */
const BUILD_FRAMEWORKS = new Set(["nuxt", "remix", "sveltekit", "astro", "electron", "vite"]);

/** The first framework that a manifest's dependencies show; null when there is none. Peer dependencies show nothing. */
export function detectFramework(production: ReadonlySet<string>, development: ReadonlySet<string>): string | null {
  for (const [framework, names] of FRAMEWORKS) if (names.some((name) => production.has(name))) return framework;
  for (const [framework, names] of FRAMEWORKS)
    if (BUILD_FRAMEWORKS.has(framework) && names.some((name) => development.has(name))) return framework;
  return null;
}

/** Frameworks that make a package a program that is run, not a library. */
export const isServerFramework = (framework: string | null): boolean =>
  framework !== null && framework !== "vite" && framework !== "react-native" && framework !== "electron";

/** Dependencies whose versions have an end of life, and the product they are listed under. */
export const DEPENDENCY_PRODUCTS: ReadonlyMap<string, string> = new Map([
  ["next", "nextjs"],
  ["nuxt", "nuxt"],
  ["vue", "vue"],
  ["@angular/core", "angular"],
  ["@strapi/strapi", "strapi"],
  ["electron", "electron"],
  ["eslint", "eslint"],
]);
