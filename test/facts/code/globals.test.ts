import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type GlobalContext, isKnownGlobal } from "#src/facts/code/globals.js";

const ts: GlobalContext = { language: "typescript" };

function check(names: string, context: GlobalContext, expected: boolean): void {
  for (const name of names.split(/\s+/)) {
    assert.equal(isKnownGlobal(name, context), expected, `${name} in ${JSON.stringify(context)}`);
  }
}

describe("isKnownGlobal", () => {
  it("knows the language", () => {
    check(
      "Array Promise Map parseInt JSON Intl Temporal Iterator structuredClone globalThis eval this super import",
      ts,
      true,
    );
    check("Float16Array AsyncDisposableStack SuppressedError BigInt encodeURIComponent Symbol Reflect", ts, true);
  });

  it("knows Node, Bun, Deno, Cloudflare, workers and CommonJS", () => {
    check("process Buffer setImmediate require module exports __dirname __filename global fetch URLPattern", ts, true);
    check(
      "Bun Deno HTMLRewriter WebSocketPair caches importScripts skipWaiting clients EdgeRuntime awslambda",
      ts,
      true,
    );
    check("registerProcessor WorkerGlobalScope FetchEvent navigator performance queueMicrotask", ts, true);
  });

  it("knows the browser, also inside server files", () => {
    check("window document localStorage getComputedStyle requestAnimationFrame IntersectionObserver alert", ts, true);
    check("document window location history fetch", { ...ts, side: "server" }, true);
  });

  it("takes a plain word for a forgotten import on the server", () => {
    check("close open find print stop name status event", { ...ts, side: "server" }, false);
    check("close open find print stop name status event", { ...ts, side: "client" }, true);
    check("close open find print", ts, true);
  });

  it("knows test runners, and their everyday words only in tests", () => {
    check("describe it test expect beforeEach afterAll jest vi cy Cypress jasmine QUnit suite", ts, true);
    check("run context setup teardown fail pending should assert given", ts, false);
    check("run context setup teardown fail pending should assert given", { ...ts, isTest: true }, true);
    check("stop", { ...ts, isTest: true, side: "server" }, true);
  });

  it("knows the macros and runes of template compilers", () => {
    check("defineProps defineEmits withDefaults defineModel $ref $computed $ jQuery", { language: "vue" }, true);
    check("$state $derived $effect $props $bindable $inspect $host", ts, true); // x.svelte.ts is TypeScript
    check("Astro", { language: "astro" }, true);
    check("$page $user", { language: "svelte" }, true);
    check("$page $user", ts, false);
  });

  it("knows what script tags bring, on the client only", () => {
    check("gtag fbq grecaptcha google Stripe GM_xmlhttpRequest webkitAudioContext", { language: "javascript" }, true);
    check("gtag fbq Stripe", { language: "javascript", side: "server" }, false);
  });

  it("knows what a dependency brings, only where it is declared", () => {
    check("strapi", { ...ts, dependencies: new Set(["@strapi/strapi"]) }, true);
    check("question within cd", { ...ts, dependencies: new Set(["zx"]) }, true);
    check("SpreadsheetApp", { ...ts, dependencies: new Set(["@google/clasp"]) }, true);
    check("strapi question within cd SpreadsheetApp", { ...ts, dependencies: new Set(["express"]) }, false);
  });

  it("knows a bundler's build constants", () => {
    check("__APP_VERSION__ __DEV__ __webpack_require__ __non_webpack_require__", ts, true);
  });

  it("does not know what has to be imported", () => {
    check("Sentry captureException React axios moment z _ express useState initMonitoring logger", ts, false);
    check("toString hasOwnProperty constructor __proto__x", ts, false);
    check("ai model when", ts, false); // experiments of one browser
  });
});
