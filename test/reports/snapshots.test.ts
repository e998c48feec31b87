/** The exact text of every report. Refresh with `UPDATE_SNAPSHOTS=1 npm test`, and read the diff. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { REPORT_FORMATS, renderReport } from "#src/reports/render.js";
import { readSnapshot } from "./read-project-file.js";
import { emptyResult, richResult } from "./sample-result.js";

const EXTENSIONS = { terminal: "txt", json: "json", markdown: "md", sarif: "sarif", github: "log" } as const;

for (const format of REPORT_FORMATS) {
  for (const [name, result] of Object.entries({ rich: richResult, empty: emptyResult })) {
    test(`${format} report of the ${name} result`, () => {
      const actual = renderReport(format, result, { color: false, width: 80 });
      assert.equal(actual, readSnapshot(`${name}.${EXTENSIONS[format]}`, actual));
    });
  }
}

test("terminal report at 120 columns, in colour", () => {
  const actual = renderReport("terminal", richResult, { color: true, width: 120 });
  assert.equal(actual, readSnapshot("rich-120-color.txt", actual));
});

test("terminal report at 50 columns", () => {
  const actual = renderReport("terminal", richResult, { color: false, width: 50 });
  assert.equal(actual, readSnapshot("rich-50.txt", actual));
});
