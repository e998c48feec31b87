/** Modules that no manifest declares because the runtime, the bundler or the framework provides them. */

/**
 * Node's modules that may be written without `node:`. A fixed list: asking the running Node would make the answer depend
 * on where the audit runs. `node:` itself always means a builtin (`node:test`, `node:sqlite`, `node:sea` exist only so).
 */
const NODE_MODULES = new Set(
  `assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs
  http http2 https inspector module net os path perf_hooks process punycode querystring readline repl stream string_decoder
  sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib`.split(/\s+/),
);

const NODE_SUBPATHS = new Set(
  `assert/strict dns/promises fs/promises inspector/promises path/posix path/win32 readline/promises stream/consumers
  stream/iter stream/promises stream/web timers/promises util/types _http_agent _http_client _http_common _http_incoming
  _http_outgoing _http_server _stream_duplex _stream_passthrough _stream_readable _stream_transform _stream_wrap
  _stream_writable _tls_common _tls_wrap`.split(/\s+/),
);

const RUNTIME_SCHEMES = new Set(["node", "bun", "cloudflare", "workerd", "deno", "netlify", "fastly"]);

/** True for modules of Node, Bun, Deno and Cloudflare's runtime. */
export function isBuiltinModule(specifier: string): boolean {
  const scheme = schemeOf(specifier);
  if (scheme !== null) return RUNTIME_SCHEMES.has(scheme);
  return specifier === "bun" || NODE_MODULES.has(specifier) || NODE_SUBPATHS.has(specifier);
}

/** `bun` of `bun:sqlite`; null without a scheme. A single letter is a Windows drive. */
export function schemeOf(specifier: string): string | null {
  return /^([a-z][a-z0-9+.-]+):/i.exec(specifier)?.[1]?.toLowerCase() ?? null;
}

/** Names that mean a virtual module wherever they appear. */
const ALWAYS_VIRTUAL = new Set([
  "server-only",
  "client-only",
  "vscode",
  "k6",
  "meteor",
  "@env", // react-native-dotenv
  "uno.css",
  "windi.css",
  "__STATIC_CONTENT_MANIFEST",
  "$service-worker",
  "$houdini",
]);

const ALWAYS_VIRTUAL_PREFIXES = [
  "virtual-",
  "~icons/",
  "$app/",
  "$env/",
  "@theme/",
  "@theme-original/",
  "@theme-init/",
  "k6/",
  "meteor/",
  "\0",
];

/** Names that only one framework provides: its packages → prefixes. */
const FRAMEWORK_VIRTUAL: readonly { readonly packages: readonly string[]; readonly prefixes: readonly string[] }[] = [
  {
    packages: ["nuxt", "nuxt3", "nuxt-nightly", "nuxt-edge", "@nuxt/kit", "@nuxt/schema", "@nuxt/module-builder"],
    prefixes: ["#"],
  },
  { packages: ["nitro", "nitropack", "nitro-nightly"], prefixes: ["#"] },
  { packages: ["wxt", "quasar", "@quasar/app-vite", "@quasar/app-webpack"], prefixes: ["#"] },
  { packages: ["@docusaurus/core"], prefixes: ["@generated/", "@docusaurus/"] },
  { packages: ["ember-source"], prefixes: ["@ember/", "@glimmer/", "ember", "rsvp"] },
  { packages: ["vitepress", "vuepress", "@vuepress/core"], prefixes: ["@internal/", "@dynamic/", "@temp/"] },
];

/** True for a module that a bundler or a framework makes up. `has` says whether the importing package depends on a name. */
export function isVirtualModule(specifier: string, has: (dependency: string) => boolean): boolean {
  if (ALWAYS_VIRTUAL.has(specifier)) return true;
  if (ALWAYS_VIRTUAL_PREFIXES.some((prefix) => specifier.startsWith(prefix))) return true;
  return FRAMEWORK_VIRTUAL.some(
    ({ packages, prefixes }) => prefixes.some((prefix) => specifier.startsWith(prefix)) && packages.some(has),
  );
}

/** Virtual modules that hand on what a package exports. */
const PROVIDERS: ReadonlyMap<string, string> = new Map([["#supabase/server", "@nuxtjs/supabase"]]);

/** The package behind a virtual module; null when there is none. */
export const providerOf = (specifier: string): string | null => PROVIDERS.get(specifier) ?? null;
