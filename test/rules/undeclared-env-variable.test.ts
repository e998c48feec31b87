import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_EXAMPLE_DATE } from "#src/rules/test-rules.js";
import { outcomeOf } from "./built-in-rule.js";

/** Severity of the finding on a variable, in a file with this text. */
function severity(text: string, name = "MAIL_TOKEN"): string {
  const files = {
    "package.json": '{ "name": "api", "dependencies": { "mailer": "^1.0.0" } }',
    ".env.example": "DATABASE_URL=\nMAIL_API_KEY=\n",
    "src/mail.ts": `import { Mailer } from 'mailer';\n${text}\n`,
  };
  const outcome = outcomeOf("undeclared-env-variable", files, DEFAULT_EXAMPLE_DATE);
  return String(outcome?.rows.find(({ object }) => object === name)?.severity);
}

test("what is read only where another variable switches the feature on is optional", () => {
  const make = "new Mailer(process.env.MAIL_API_KEY, process.env.MAIL_TOKEN)";
  assert.equal(severity(`export const mail = ${make};`), "medium");
  assert.equal(severity(`export const mail = process.env.MAIL_API_KEY\n  ? ${make}\n  : null;`), "low");
});

test("what the code expects to be missing, or copies only, is not urgent", () => {
  assert.equal(severity("export const url = process.env.MAIL_TOKEN ?? null;"), "low");
  assert.equal(severity("export const url = process.env.MAIL_TOKEN?.trim();"), "low");
  assert.equal(severity("export const url = process.env.MAIL_TOKEN.trim();"), "medium");
  assert.equal(severity("export const env = { MAIL_TOKEN: process.env.MAIL_TOKEN };"), "medium");
});

test("a mere assertion says less than a comparison, or a test in another place", () => {
  assert.equal(severity("export const isOwn = (token: string) => token !== process.env.MAIL_TOKEN!;"), "low");
  const make = "export const make = () => new Mailer(process.env.MAIL_TOKEN!);";
  assert.equal(severity(make), "medium");
  assert.equal(severity(`${make}\nexport const mail = process.env.MAIL_TOKEN ? make() : null;`), "low");
});

test("a helper that assigns its second parameter has a default", () => {
  const helper = [
    "function read(name: string, fallback?: string): string {",
    "  let value = process.env[name];",
    "  if (value === undefined && fallback !== undefined) value = fallback;",
    "  if (value === undefined) throw new Error(name);",
    "  return value;",
    "}",
  ].join("\n");
  assert.equal(severity(`${helper}\nexport const url = read("MAIL_TOKEN", "");`), "low");
});

test("the first of two names is not needed where the second is known to be set", () => {
  const pair = "new Mailer(process.env.MAIL_TOKEN || process.env.MAIL_PASSWORD)";
  assert.equal(severity(`export const mail = ${pair};`), "medium");
  assert.equal(severity(`export let mail;\nif (process.env.MAIL_PASSWORD) {\n  mail = ${pair};\n}`), "low");
});

test("one of several names is enough, in a list or before a test", () => {
  const pair = "const token = process.env.MAIL_TOKEN ?? process.env.MAIL_OTHER_TOKEN;";
  assert.equal(severity(`${pair}\nexport const mail = new Mailer(token);`), "medium");
  assert.equal(
    severity(`${pair}\nif (!token) throw new Error("no token");\nexport const mail = new Mailer(token);`),
    "medium",
  );
  const list = "[process.env.MAIL_TOKEN, process.env.MAIL_OTHER_TOKEN]";
  assert.equal(severity(`export const tokens = ${list}.filter(Boolean);`), "medium");
  assert.equal(severity(`export const mail = new Mailer([process.env.MAIL_TOKEN]);`), "medium");
});

test("a schema that parses one value says which one is missing", () => {
  const zod = "import { z } from 'zod';\n";
  assert.equal(severity(`${zod}export const token = z.string().min(1).parse(process.env.MAIL_TOKEN);`), "medium");
  assert.equal(severity(`${zod}export const mail = new Mailer(JSON.parse(process.env.MAIL_TOKEN));`), "medium");
});

test("a client that only functions use which nobody calls needs nothing", () => {
  const client = "const mail = new Mailer({ token: process.env.MAIL_TOKEN });";
  const send = "export async function send(text: string) { return mail.send(text); }";
  assert.equal(severity(`${client}\n${send}`), "low");
  assert.equal(severity(`${client}\n${send}\nexport const warn = () => send("!");`), "medium");
  assert.equal(severity(`export ${client}\n${send}`), "medium");
  assert.equal(severity(`${client}\nexport const sender = makeSender(mail);\n${send}`), "medium");
});

const service = (use: string): string => `class Settings {
  getMailToken() { return process.env.MAIL_TOKEN!; }
  getName() { return "x"; }
}
export const mail = new Mailer(new Settings().${use}());`;

test("a getter that nobody asks needs no variable", () => {
  assert.equal(severity(service("getMailToken")), "medium");
  assert.equal(severity(service("getName")), "low");
});

test("what the project's own function makes something of, and what tunes, is low", () => {
  const parse = 'export const parseToken = (text?: string): string => text ?? "none";\n';
  assert.equal(severity(`${parse}export const token = parseToken(process.env.MAIL_TOKEN);`), "low");
  assert.equal(severity("export const mail = new Mailer(Number(process.env.MAIL_WAIT_MS));", "MAIL_WAIT_MS"), "low");
});
