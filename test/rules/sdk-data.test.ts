import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openExample } from "#src/commands/example-store.js";

/** Imports, clients, and one statement per line: `true` when it goes over the network through a known SDK. */
const IMPORTS = `import OpenAI, { AzureOpenAI, toFile } from "openai";
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import { GoogleGenerativeAI } from "@google/generative-ai";
import { generateText, tool } from "ai";
import { Resend } from "resend";
import sgMail from "@sendgrid/mail";
import nodemailer from "nodemailer";
import twilio from "twilio";
import { Client as HubSpot } from "@hubspot/api-client";
import Stripe from "stripe";
import { WebClient } from "@slack/web-api";
import { google } from "googleapis";
import { Octokit } from "@octokit/rest";
import axios from "axios";
import got from "got";
import { S3Client, PutObjectCommand } from "@aws-sdk/client-s3";
import { createClient } from "@supabase/supabase-js";
import Airtable from "airtable";
import { Client as Discord, type Message } from "discord.js";
import { Redis } from "@upstash/redis";
const openai = new OpenAI();
const anthropic = new Anthropic();
const gemini = new GoogleGenAI({});
const chat = gemini.chats.create({ model: "m" });
const model = new GoogleGenerativeAI("k").getGenerativeModel({ model: "m" });
const resend = new Resend("k");
const mailer = nodemailer.createTransport({});
const sms = twilio("a", "b");
const hubspot = new HubSpot({});
const stripe = new Stripe("k");
const slack = new WebClient("k");
const gmail = google.gmail({ version: "v1" });
const octokit = new Octokit();
const api = axios.create({});
const s3 = new S3Client({});
const supabase = createClient("u", "k");
const base = new Airtable({}).base("b");
const redis = Redis.fromEnv();
const discord = new Discord({});
`;

const STATEMENTS: readonly (readonly [code: string, isNetwork: boolean])[] = [
  ["await openai.chat.completions.create({});", true],
  ["await openai.beta.chat.completions.parse({});", true],
  ["await openai.embeddings.create({}).then(first);", true],
  ["await toFile(bytes);", false],
  ["await anthropic.messages.create({});", true],
  ["anthropic.messages.stream({});", true],
  ["await gemini.models.generateContent({});", true],
  ["await chat.sendMessage({});", true],
  ["gemini.chats.create({});", false],
  ["await model.generateContent('x');", true],
  ["await generateText({});", true],
  ["tool({});", false],
  ["await resend.emails.send({});", true],
  ["await sgMail.send({});", true],
  ["sgMail.setApiKey('k');", false],
  ["await mailer.sendMail({});", true],
  ["await sms.messages.create({});", true],
  ["await sms.verify.v2.services('s').verifications.create({});", true],
  ["await hubspot.crm.contacts.basicApi.create({});", true],
  ["await stripe.customers.create({});", true],
  ["stripe.webhooks.constructEvent(body, signature, secret);", false],
  ["await slack.chat.postMessage({});", true],
  ["await gmail.users.messages.send({});", true],
  ["await octokit.rest.repos.get({});", true],
  ["await axios('u');", true],
  ["axios.get('u').then(show);", true],
  ["await api.post('u', {});", true],
  ["axios.create({});", false],
  ["await got('u').json();", true],
  ["await s3.send(new PutObjectCommand({}));", true],
  ["s3.destroy();", false],
  ["await supabase.from('t').select('*').eq('a', 1);", true],
  ["await supabase.auth.getUser();", true],
  ["supabase.auth.onAuthStateChange(listen);", false],
  ["supabase.storage.from('b').getPublicUrl('p');", false],
  ["await supabase.storage.from('b').upload('p', bytes);", true],
  ["await base('T').select({}).firstPage();", true],
  ["await redis.get('k');", true],
  ["discord.commands.get('name');", false],
  // What is done with an answer is no second request.
  ["const { data } = await supabase.from('t').select('id'); data.map(show);", true],
  ["const { messages } = await slack.conversations.history({}); messages.find(show);", true],
  ["const records = await base('T').select({}).all(); records.find(show);", true],
];

describe("sdk.yaml", () => {
  const first = IMPORTS.split("\n").length;
  const store = openExample({ "src/a.ts": IMPORTS + STATEMENTS.map(([code]) => code).join("\n") }, "2026-11-21");
  const perLine = new Map(
    store
      .all("SELECT line, count(*) AS calls FROM external_call GROUP BY line")
      .map(({ line, calls }) => [line, calls]),
  );

  for (const [index, [code, isNetwork]] of STATEMENTS.entries()) {
    it(`${isNetwork ? "counts" : "leaves out"} ${code}`, () => {
      assert.equal(perLine.get(first + index) ?? 0, isNetwork ? 1 : 0);
    });
  }

  it("says what is retried only where something is", () => {
    const unexplained = store.all(
      "SELECT module FROM sdk WHERE default_retries > 0 AND retry_scope IS NULL OR retries_since IS NOT NULL AND default_retries IS NULL",
    );
    assert.deepEqual(unexplained, []);
  });

  it("gives every package once", () => {
    assert.deepEqual(store.all("SELECT module FROM sdk GROUP BY ecosystem, module HAVING count(*) > 1"), []);
  });
});
