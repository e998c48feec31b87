import assert from "node:assert/strict";
import { test } from "node:test";
import { handledAs, type Files } from "./web-sample.js";
import { querySample } from "./query-sample.js";

/** Listeners as "receiver.method event scope", with `removed` and `handler` where they hold. */
function listenersOf(text: string | Files): string[] {
  const rows = querySample(
    typeof text === "string" ? { "a.ts": text } : text,
    "SELECT * FROM listener ORDER BY file, line",
  );
  return rows.map((row) => {
    const flags = [row["is_removed"] === 1 ? " removed" : "", row["in_handler"] === 1 ? " handler" : ""].join("");
    return `${String(row["receiver"] ?? "–")} ${String(row["method"])} ${String(row["event"] ?? "?")} ${String(row["receiver_scope"])}${flags}`;
  });
}

test("how long the emitter lives", () => {
  assert.deepEqual(
    listenersOf(`import { EventEmitter } from "node:events";
import { bus } from "./bus.js";
const own = new EventEmitter();
own.on("a", () => {});
bus.on("b", handle);
process.on("SIGTERM", handle);
export function connect(socket) {
  socket.on("c", handle);
  const local = new EventEmitter();
  local.once("d", handle);
}
class Feed extends EventEmitter {
  start() { this.on("e", handle); }
}
function handle() {}
`),
    [
      "own on a module",
      "bus on b imported",
      "process on SIGTERM global",
      "socket on c parameter",
      "local once d local",
      "this on e this",
    ],
  );
});

test("what takes a listener away again", () => {
  assert.deepEqual(
    listenersOf(`import { a, b, c, d, e } from "./buses.js";
a.on("x", handle);
a.off("x", handle);
b.on("x", handle);
b.off("y", handle);
c.on("x", handle);
c.removeAllListeners();
d.addEventListener("x", handle, { signal });
e.on("x", handle);
function handle() {}
const signal = new AbortController().signal;
`),
    [
      "a on x imported removed",
      "b on x imported",
      "c on x imported removed",
      "d addEventListener x imported removed",
      "e on x imported",
    ],
  );
});

test("intervals, and subscriptions whose handle is kept", () => {
  assert.deepEqual(
    listenersOf({
      "a.ts": `setInterval(tick, 1000);\nfunction tick() {}\n`,
      "b.ts": `const timer = setInterval(() => {}, 60_000);\nclearInterval(timer);\n`,
      "c.ts": `import { store } from "./store.js";
store.subscribe(() => {});
const stop = store.subscribe(() => {});
store.subscribe("topic");
`,
    }),
    [
      "– setInterval 1000 global",
      "– setInterval 60000 global removed",
      "store subscribe ? imported",
      "store subscribe ? imported removed",
    ],
  );
});

test("calls named on that listen to nothing", () => {
  assert.deepEqual(
    listenersOf(`import { db, router } from "./x.js";
db.from("a").on("a.id", "b.id");
router.on("GET");
export const join = (query) => query.on({ a: 1 });
`),
    [],
  );
});

test("listeners inside handlers; shutdown handlers by name and in a loop over signals", () => {
  const files = {
    "app.ts": `import express from "express";
import { bus } from "./bus.js";
const app = express();
app.get("/stream", (req, res) => { bus.on("message", () => res.write("x")); });
process.once("SIGTERM", stop);
for (const signal of ["SIGINT", "SIGHUP"]) process.on(signal, () => leave());
process.on("exit", report);
function stop() {}
function leave() {}
function report() {}
`,
  };
  assert.deepEqual(listenersOf(files), [
    "bus on message imported handler",
    "process once SIGTERM global",
    "process on ? global",
    "process on exit global",
  ]);
  assert.deepEqual(handledAs(files, "shutdown"), ["line 6", "stop"]);
});
