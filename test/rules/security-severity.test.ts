/** How grave it is that somebody is believed: by what is proved, and by what it opens. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { failingRows } from "./built-in-rule.js";

const AS_OF = "2026-11-21";

const severities = (id: string, files: Readonly<Record<string, string>>): (string | null | undefined)[] =>
  failingRows(id, files, AS_OF).map(({ severity }) => severity);

const STRIPE = `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export async function POST(request: Request) {
  const event = await request.json();
  if (event.type === 'checkout.session.completed') {
    await prisma.order.update({ where: { id: event.data.object.client_reference_id }, data: { paid: true } });
  }
  return Response.json({ received: true });
}
`;
const SHOP = '{ "name": "shop", "private": true, "dependencies": { "next": "^16.0.0", "@prisma/client": "^6.0.0" } }';

test("an unverified webhook is critical where the vendor is sure and it is deployed, high by its path, medium undeployed", () => {
  const path = "app/api/stripe/webhook/route.ts";
  const deployed = { "package.json": SHOP, "vercel.json": '{ "regions": ["fra1"] }' };
  assert.deepEqual(severities("unverified-webhook", { ...deployed, [path]: STRIPE }), ["critical"]);
  assert.deepEqual(severities("unverified-webhook", { "package.json": SHOP, [path]: STRIPE }), ["medium"]);
  const byPath = STRIPE.replace("event.type === 'checkout.session.completed'", "event.paid");
  assert.deepEqual(severities("unverified-webhook", { ...deployed, [path]: byPath }), ["high"]);
});

const OPEN_STRIPE = `import Stripe from 'stripe';
import { PrismaClient } from '@prisma/client';
const stripe = new Stripe(process.env.STRIPE_SECRET_KEY!);
const prisma = new PrismaClient();
export async function POST(request: Request) {
  const body = await request.text();
  let event = JSON.parse(body);
  if (process.env.STRIPE_WEBHOOK_SECRET) {
    event = stripe.webhooks.constructEvent(body, request.headers.get('stripe-signature')!, process.env.STRIPE_WEBHOOK_SECRET);
  }
  if (event.type === 'checkout.session.completed') {
    await prisma.order.update({ where: { id: event.data.object.client_reference_id }, data: { paid: true } });
  }
  return Response.json({ received: true });
}
`;

test("a webhook that is checked only while a secret is set is high, medium where a deploy file hands the secret in", () => {
  const files = {
    "package.json": SHOP.replace('"next"', '"stripe": "^18.0.0", "next"'),
    "vercel.json": '{ "regions": ["fra1"] }',
    "app/api/stripe/webhook/route.ts": OPEN_STRIPE,
  };
  assert.deepEqual(severities("unverified-webhook", files), ["high"]);
  const compose =
    "services:\n  shop:\n    image: acme/shop\n    environment:\n      - STRIPE_WEBHOOK_SECRET=${STRIPE_WEBHOOK_SECRET}\n";
  assert.deepEqual(severities("unverified-webhook", { ...files, "docker-compose.yml": compose }), ["medium"]);
});

const phoneApp = (work: string) => ({
  "package.json":
    '{ "name": "desk", "private": true, "dependencies": { "express": "^5.0.0", "twilio": "^5.0.0", "pg": "^8.0.0" } }',
  Procfile: "web: node server.js",
  "server.js": `const express = require('express');
const { Pool } = require('pg');
const pool = new Pool();
const app = express();
app.post('/twilio/webhook', async (req, res) => {
  const { MessageSid, Body } = req.body;
  ${work}
  res.type('text/xml').send('<Response/>');
});
app.listen(process.env.PORT);
`,
});

test("a message that nobody verifies is high where it changes something, medium where it is only looked up", () => {
  const kept = "await pool.query('INSERT INTO messages (id, body) VALUES ($1, $2)', [MessageSid, Body]);";
  assert.deepEqual(severities("unverified-webhook", phoneApp(kept)), ["high"]);
  const read = "await pool.query('SELECT id FROM messages WHERE id = $1', [MessageSid]);";
  assert.deepEqual(severities("unverified-webhook", phoneApp(read)), ["medium"]);
});

const tokenApp = (server: string) => ({
  "package.json":
    '{ "name": "api", "private": true, "dependencies": { "express": "^5.0.0", "jsonwebtoken": "^9.0.0" } }',
  Procfile: "web: node server.js",
  "auth.js": `const jwt = require('jsonwebtoken');
exports.currentUser = (req) => jwt.decode(req.headers.authorization.slice(7));
`,
  "server.js": `const express = require('express');
const { currentUser } = require('./auth');
const app = express();
app.get('/products', (req, res) => {
  const user = currentUser(req);
${server}
});
app.listen(3000);
`,
});

test("a token that nobody verifies is critical where somebody is sent away for it, else high", () => {
  const guarded = tokenApp("  if (!user) return res.sendStatus(401);\n  res.json({ orders: user.orders });");
  assert.deepEqual(severities("unverified-token", guarded), ["critical"]);
  const remembered = tokenApp("  res.json({ likes: user ? user.likes : [] });");
  assert.deepEqual(severities("unverified-token", remembered), ["high"]);
  const { Procfile: _, ...undeployed } = guarded;
  assert.deepEqual(severities("unverified-token", undeployed), ["medium"]);
});

// No scanner shall find a key here: it is put together.
const database = `postgres://app:${["q8Zr2LxV", "9aT4wKp7"].join("")}@db.orders-prod.net:5432/app`;

const secretIn = (path: string) =>
  severities("committed-secret", { "package.json": "{}", [path]: `url: ${database}\n` });

test("a committed secret is critical in code, medium in documentation, low in what is for show", () => {
  assert.deepEqual(secretIn("src/db.yaml"), ["critical"]);
  assert.deepEqual(secretIn("docs/setup.md"), ["medium"]);
  assert.deepEqual(secretIn("test/fixtures/db.yaml"), ["low"]);
});

const envFileAt = (path: string, more = "") =>
  severities("committed-env-file", {
    "package.json": "{}",
    [path]: `SESSION_SECRET=q8Zr2LxV9aT4wKp7JmN3cYbE6hRt\n${more}`,
  });

test("a committed env file is high of production, medium of development and where nothing is deployed, low for tests", () => {
  assert.deepEqual(envFileAt(".env"), ["medium"]);
  assert.deepEqual(envFileAt(".env.production"), ["high"]);
  assert.deepEqual(envFileAt(".env", "NODE_ENV=production\n"), ["high"]);
  assert.deepEqual(envFileAt(".env", "NODE_ENV=local\n"), ["medium"]);
  assert.deepEqual(envFileAt(".env.development"), ["medium"]);
  assert.deepEqual(envFileAt(".env.staging"), ["medium"]);
  assert.deepEqual(envFileAt(".env.test"), ["low"]);
});

test("a private key is high, and medium where it is a server's own beside its certificate", () => {
  const body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7".repeat(30);
  const key = `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`;
  const at = (path: string) => severities("committed-secret", { "package.json": "{}", [path]: key });
  assert.deepEqual(at("deploy/signing-key.pem"), ["high"]);
  assert.deepEqual(at("app/ssl/key.pem"), ["medium"]);
});
