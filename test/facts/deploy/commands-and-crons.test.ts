import assert from "node:assert/strict";
import { test } from "node:test";
import { commandAssignments, shellWords } from "#src/facts/deploy/command-env.js";
import { isZoneDependent } from "#src/facts/deploy/cron.js";
import { expandVariables, findReferences } from "#src/facts/deploy/variables.js";

const commands: Readonly<Record<string, readonly string[]>> = {
  "NODE_ENV=production node .": ["NODE_ENV=production"],
  "A=1 B='two words' x C=3": ["A=1", "B=two words"],
  "cross-env A=1 x && B=2 y; export C=3": ["A=1", "B=2", "C=3"],
  "npx cross-env-shell A=1 x": ["A=1"],
  "env -i A=1 x": ["A=1"],
  'sh -c "A=1 node x --flag=y"': ["A=1"],
  'concurrently "A=1 x" "B=2 y"': ["A=1", "B=2"],
  "postgres -c wal_level=logical": [],
  "-c listen_addresses=* -c x=y": [],
  "node x --define A=1": [],
  "echo 'say A=1'": [],
  "(A=1 x)": ["A=1"],
  "set NODE_ENV=production&& node x": ["NODE_ENV=production"],
  "x | A=1 y": ["A=1"],
};

for (const [command, expected] of Object.entries(commands))
  test(command, () => {
    assert.deepEqual(
      commandAssignments(command).map(({ name, value }) => `${name}=${value}`),
      expected,
    );
  });

test("words: quotes, escapes, continuations, separators", () => {
  assert.deepEqual(shellWords('a\\ b \\\n \'c d\'"e\\"f" && g'), ["a b", 'c de"f', "&&", "g"]);
  assert.deepEqual(shellWords("'open"), ["open"]);
});

const schedules: Readonly<Record<string, boolean | null>> = {
  "* * * * *": false,
  "*/5 * * * *": false,
  "0 * * * *": false,
  "0 */2 * * *": false,
  "15,45 * * * *": false,
  "0 9 * * *": true,
  "0 9-17 * * *": true,
  "0 * * * 1-5": true,
  "0 0 1 * *": true,
  "0 0 9 * * *": true,
  "0 */10 * * * *": false,
  "@daily": true,
  "@hourly": false,
  "@every 1h": false,
  "rate(5 minutes)": false,
  "cron(0 12 * * ? *)": true,
  "cron(0/15 * * * ? *)": false,
  "TZ=Europe/Rome 0 9 * * *": true,
  "${SCHEDULE}": null,
  "every day": null,
  "": null,
};

for (const [expression, expected] of Object.entries(schedules))
  test(`cron ${expression}`, () => {
    assert.equal(isZoneDependent(expression), expected);
  });

const names = (text: string) => findReferences(text).map((r) => `${r.name}=${r.fallback}`);

test("variable references with defaults, nesting and dollars", () => {
  assert.deepEqual(names("$A ${B} ${C:-d} ${E-f} ${G:?why} ${H:+alt} $$I $1 ${} $"), [
    "A=null",
    "B=null",
    "C=d",
    "E=f",
    "G=null",
    "H=null",
  ]);
  assert.deepEqual(names("${A:-${B:-c}}"), ["A=${B:-c}", "B=c"]);
  const [, inner] = findReferences("x${A:-${B:-c}}");
  assert.deepEqual([inner?.start, inner?.end], [6, 13]);
});

test("expansion: known, empty, default, unknown; never without end", () => {
  const variables = new Map<string, string | null>([
    ["A", "1"],
    ["EMPTY", null],
  ]);
  assert.equal(expandVariables("$A-${B:-2}-${C:-$A}-${EMPTY}-${UNKNOWN}", variables), "1-2-1--${UNKNOWN}");
  const started = performance.now();
  assert.ok(expandVariables("${X:-".repeat(3000), variables).length > 0);
  assert.ok(findReferences("${A:-".repeat(100_000)).length >= 0);
  assert.ok(performance.now() - started < 5000);
});
