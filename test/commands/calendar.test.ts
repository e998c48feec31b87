import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { renderCalendar, type CalendarEntry } from "#src/reports/calendar.js";
import { runCli, repositoryOf } from "./run-cli.js";

const FILES = {
  "package.json": JSON.stringify({ name: "notes", dependencies: { "@anthropic-ai/sdk": "^0.60.0" } }),
  Dockerfile: 'FROM node:20-slim\nCOPY . .\nCMD ["node", "src/summary.js"]\n',
  "src/summary.js": `import Anthropic from '@anthropic-ai/sdk';
const anthropic = new Anthropic();
export const summarise = (text) =>
  anthropic.messages.create({ model: 'claude-3-7-sonnet-20250219', max_tokens: 200, messages: [{ role: 'user', content: text }] });
export const retitle = (text) =>
  anthropic.messages.create({ model: 'claude-3-7-sonnet-20250219', max_tokens: 20, messages: [{ role: 'user', content: text }] });
`,
};

const listed = z.object({
  schemaVersion: z.literal(1),
  asOf: z.string(),
  entries: z.array(
    z.object({
      date: z.string(),
      daysLeft: z.number(),
      kind: z.string(),
      name: z.string(),
      places: z.array(z.object({ file: z.string(), line: z.number() })),
    }),
  ),
});

test("prodcheck calendar lists each dated thing once, by date, with every place", (context) => {
  const folder = repositoryOf(context, FILES);
  const run = runCli(["calendar", folder, "--as-of", "2026-01-20", "--format", "json"]);
  assert.equal(run.code, 0, run.stderr);
  const { entries } = listed.parse(JSON.parse(run.stdout));
  assert.deepEqual(
    entries.map(({ date, daysLeft, kind, name, places }) => [
      date,
      daysLeft,
      kind,
      name,
      places.map(({ file, line }) => `${file}:${line}`),
    ]),
    [
      ["2026-02-19", 30, "model", "claude-3-7-sonnet-20250219", ["src/summary.js:4", "src/summary.js:6"]],
      ["2026-04-30", 100, "runtime", "node 20", ["Dockerfile:1"]],
    ],
  );
});

test("prodcheck calendar leaves out what is past or far, and says when nothing is left", (context) => {
  const folder = repositoryOf(context, FILES);
  const soon = runCli(["calendar", folder, "--as-of", "2026-01-20", "--within", "60"]);
  assert.match(soon.stdout, /2026-02-19 │ in 30 days │ claude-3-7-sonnet-20250219 \(Anthropic\) stops working/);
  assert.doesNotMatch(soon.stdout, /node 20/);
  assert.match(
    runCli(["calendar", folder, "--as-of", "2026-06-01", "--upcoming"]).stdout,
    /^Nothing with a date was found/,
  );
  const refused = runCli(["calendar", folder, "--within", "soon"]);
  assert.deepEqual([refused.code, /"soon" is no number of days/.test(refused.stderr)], [2, true]);
});

const uid = (ics: string): string | undefined => /UID:(\S+)/.exec(ics)?.[1];

const entry: CalendarEntry = {
  date: "2026-02-19",
  daysLeft: 30,
  kind: "model",
  vendor: "Anthropic",
  name: "claude; 3, 7",
  effect: "error",
  replacement: "claude-sonnet-5-5",
  source: "https://example.com/deprecations",
  confidence: "A",
  places: [{ file: `src/${"ä".repeat(60)}\r\nEND:VCALENDAR.ts`, line: 4 }],
};

test("the iCalendar has events with stable ids, folded lines and nothing that a file name could add", () => {
  const text = renderCalendar({ asOf: "2026-01-20", entries: [entry] }, "ics");
  const lines = text.split("\r\n");
  assert.equal(lines.at(-1), "");
  assert.ok(lines.every((line) => Buffer.byteLength(line) <= 75 && !/[\r\n]/.test(line)));
  assert.equal(lines.filter((line) => line === "END:VCALENDAR").length, 1);
  const unfolded = text.replaceAll("\r\n ", "");
  assert.match(unfolded, /\r\nSUMMARY:claude\\; 3\\, 7 \(Anthropic\) stops working\r\n/);
  assert.match(unfolded, /\r\nDTSTART;VALUE=DATE:20260219\r\n/);
  const moved = renderCalendar({ asOf: "2026-01-20", entries: [{ ...entry, date: "2026-03-01" }] }, "ics");
  assert.equal(uid(moved), uid(text));
});

test("the Markdown shows a file's name and does nothing else with it", () => {
  const places = [{ file: "a|b`c<img src=x>.ts", line: 1 }];
  const text = renderCalendar({ asOf: "2026-01-20", entries: [{ ...entry, places }] }, "markdown");
  assert.match(text, /\| 2026-02-19 \| in 30 days \| /);
  assert.match(text, /`` a\\\|b`c<img src=x>\.ts:1 ``|``a\\\|b`c<img src=x>\.ts:1``/);
});
