import assert from "node:assert/strict";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { renderReport } from "#src/reports/render.js";
import { renderResultSchema } from "../tools/result-schema.js";
import { hostileResult } from "./hostile-result.js";
import { readProjectFile } from "./read-project-file.js";
import { emptyResult, richResult } from "./sample-result.js";

const parse = (text: string): unknown => JSON.parse(text);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const schemaText = readProjectFile("src/reports/audit-result.schema.json");

function readSchema(): Record<string, unknown> {
  const schema = parse(schemaText);
  assert.ok(isRecord(schema));
  return schema;
}

/** The schema with every object closed: what the report writes must be described, every field of it. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (!isRecord(node)) return node;
  const entries = Object.entries(node).map(([key, value]) => [key, closed(value)] as const);
  const isObject = isRecord(node["properties"]) && node["type"] === "object";
  return { ...Object.fromEntries(entries), ...(isObject ? { additionalProperties: false } : {}) };
}

test("the shipped schema is the one the report is typed by", () => {
  assert.equal(schemaText, renderResultSchema(), "stale: run `npm run generate`");
});

for (const [name, result] of Object.entries({ rich: richResult, empty: emptyResult, hostile: hostileResult })) {
  test(`the ${name} report validates, and has no field the schema does not describe`, () => {
    const schema = closed(readSchema());
    assert.ok(isRecord(schema));
    const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);
    const isValid = validate(parse(renderReport("json", result, { color: false, width: 80 })));
    assert.ok(isValid, JSON.stringify(validate.errors, null, 2));
  });
}

test("a report with a field from a later version still validates", () => {
  const validate = new Ajv2020().compile(readSchema());
  const report = parse(renderReport("json", richResult, { color: false, width: 80 }));
  assert.ok(isRecord(report));
  assert.ok(validate({ ...report, addedLater: true }));
  assert.equal(validate({ ...report, schemaVersion: 2 }), false);
});

test("every field of the schema has a description", () => {
  const missing: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (!isRecord(node)) return;
    const properties = isRecord(node["properties"]) ? Object.entries(node["properties"]) : [];
    for (const [name, property] of properties) {
      if (!isRecord(property) || typeof property["description"] !== "string") missing.push(`${path}.${name}`);
      visit(property, `${path}.${name}`);
    }
    for (const key of ["items", "additionalProperties"]) visit(node[key], `${path}[]`);
    if (Array.isArray(node["anyOf"])) for (const option of node["anyOf"]) visit(option, path);
  };
  visit(readSchema(), "");
  assert.deepEqual(missing, []);
});

test("the fields that the format promises are there", () => {
  const report = parse(renderReport("json", richResult, { color: false, width: 80 }));
  assert.ok(isRecord(report) && Array.isArray(report["findings"]) && Array.isArray(report["checks"]));
  const has = (value: unknown, fields: string): void => {
    assert.ok(isRecord(value));
    for (const field of fields.split(" ")) assert.ok(field in value, field);
  };
  has(report, "schemaVersion target score verdict categories checks findings");
  has(report["score"], "total cap coverage");
  has(report["checks"][0], "rule status passed failed durationMs evidence");
  has(
    report["findings"][0],
    "rule category severity confidence title message why fix effortMinutes points file line object subject locations fingerprint suppressed",
  );
  assert.equal(report["schemaVersion"], 1);
});
