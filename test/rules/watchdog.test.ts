import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

const watchdog = JSON.stringify(new URL("../../../dist/rules/watchdog.js", import.meta.url).href);

/** Runs a module that has a `dog` with a limit of 300 ms. */
const run = (code: string): { signal: string | null; status: number | null; stdout: string; stderr: string } =>
  spawnSync(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      `import { Watchdog } from ${watchdog};\nconst dog = new Watchdog(300);\nconst wait = (ms) => { const end = Date.now() + ms; while (Date.now() < end); };\n${code}`,
    ],
    { encoding: "utf8", timeout: 30_000 },
  );

test("a step that hangs ends the process and is named", () => {
  const { signal, stderr } = run(`dog.watch("the rule x.yaml", () => wait(25_000));`);
  assert.equal(signal, "SIGKILL");
  assert.match(stderr, /^prodcheck: the rule x\.yaml did not end within 0\.3 s, .*--skip\.\n$/);
});

test("steps that end are left alone, also when they throw, and nothing keeps the process", () => {
  const { status, stdout, stderr } = run(`
    console.log(dog.watch("a", () => 7));
    try { dog.watch("b", () => { throw new Error("broken"); }); } catch (error) { console.log(error.message); }
    wait(1000);
    dog.close();
  `);
  assert.deepEqual([status, stdout, stderr], [0, "7\nbroken\n", ""]);
});
