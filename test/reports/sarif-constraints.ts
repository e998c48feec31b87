/**
 * The part of SARIF 2.1.0 that prodcheck writes, as a closed JSON Schema: required members, types, enumerations and
 * ranges follow the OASIS schema (which allows more: it is closed here), and the lengths and counts are GitHub's.
 */
const text = { type: "string", minLength: 1 };
const message = closed({ text }, ["text"]);
const level = { enum: ["none", "note", "warning", "error"] };
const artifactLocation = closed({ uri: { type: "string", format: "uri-reference", minLength: 1 }, uriBaseId: text }, [
  "uri",
]);
const physicalLocation = closed(
  { artifactLocation, region: closed({ startLine: { type: "integer", minimum: 1 } }, ["startLine"]) },
  ["artifactLocation", "region"],
);
const location = closed({
  id: { type: "integer", minimum: 0 },
  physicalLocation,
  logicalLocations: { type: "array", items: closed({ fullyQualifiedName: text, kind: text }, []) },
  message,
});
const tags = { type: "array", items: text, maxItems: 20, uniqueItems: true };

const rule = closed(
  {
    id: text,
    name: { ...text, maxLength: 255 },
    shortDescription: closed({ text: { ...text, maxLength: 1024 } }, ["text"]),
    fullDescription: closed({ text: { ...text, maxLength: 1024 } }, ["text"]),
    helpUri: { type: "string", format: "uri" },
    help: closed({ text, markdown: text }, ["text"]),
    defaultConfiguration: closed({ level }),
    properties: closed({
      tags,
      precision: { enum: ["very-high", "high", "medium", "low"] },
      "problem.severity": { enum: ["error", "warning", "recommendation"] },
      "security-severity": { type: "string", pattern: String.raw`^(?:10\.0|\d\.\d)$` },
    }),
  },
  ["id", "shortDescription", "fullDescription", "help"],
);

const result = closed(
  {
    ruleId: text,
    ruleIndex: { type: "integer", minimum: 0 },
    level,
    message,
    locations: { type: "array", items: location, minItems: 1, maxItems: 1 },
    relatedLocations: { type: "array", items: location, maxItems: 999, uniqueItems: true },
    partialFingerprints: {
      type: "object",
      additionalProperties: text,
      required: ["prodcheck/v1"],
    },
    suppressions: {
      type: "array",
      uniqueItems: true,
      items: closed({ kind: { enum: ["inSource", "external"] }, status: { enum: ["accepted"] }, justification: text }, [
        "kind",
      ]),
    },
    properties: { type: "object" },
  },
  ["ruleId", "level", "message", "locations", "partialFingerprints"],
);

const notification = closed(
  {
    level,
    message,
    locations: { type: "array", items: location },
    associatedRule: closed({ id: text, index: { type: "integer", minimum: 0 } }, ["id"]),
  },
  ["message"],
);

const run = closed(
  {
    tool: closed(
      {
        driver: closed({ name: text, semanticVersion: text, rules: { type: "array", items: rule } }, ["name", "rules"]),
      },
      ["driver"],
    ),
    originalUriBaseIds: { type: "object", additionalProperties: closed({ description: message }) },
    columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
    invocations: {
      type: "array",
      items: closed(
        {
          executionSuccessful: { type: "boolean" },
          toolExecutionNotifications: { type: "array", items: notification },
        },
        ["executionSuccessful"],
      ),
    },
    results: { type: "array", items: result, maxItems: 25_000 },
    properties: { type: "object" },
  },
  ["tool", "results"],
);

function closed(properties: Record<string, unknown>, required: readonly string[] = []): Record<string, unknown> {
  return { type: "object", properties, required, additionalProperties: false };
}

export const sarifConstraints = closed(
  {
    $schema: { type: "string", format: "uri" },
    version: { const: "2.1.0" },
    runs: { type: "array", items: run, minItems: 1, maxItems: 20 },
  },
  ["$schema", "version", "runs"],
);
