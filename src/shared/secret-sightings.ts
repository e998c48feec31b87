/** Which secrets stand in a text, as far as their own shape proves it: kind and masked form, never the value. Pure. */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { describeSecret, isPlaceholder, isSecretName } from "./secrets.js";
import { looksRandom } from "./secret-values.js";

/** One secret at one place. */
export interface SecretSighting {
  readonly file: string;
  readonly line: number;
  /** stripe, github, postgres-url …; random: a variable of an env file that holds what nobody made up. */
  readonly kind: string;
  /** What a person calls it. */
  readonly name: string;
  /** Prefix and length, or the variable. */
  readonly shown: string;
  /** Tells whether two places hold the same secret; for comparing within one audit, never to be stored. */
  readonly digest: string;
}

interface Shape {
  readonly kind: string;
  readonly name: string;
  readonly pattern: RegExp;
  /** Proof beyond the pattern; `around` is the text beside it. */
  readonly accepts?: (value: string, around: string) => boolean;
}

const SHAPES: readonly Shape[] = [
  {
    kind: "stripe",
    name: "a live key of Stripe",
    pattern: /\b[sr]k_live_(?:[A-Za-z0-9]{24}\b|51[A-Za-z0-9]{60,})/g,
  },
  // Others took Stripe's prefix over.
  {
    kind: "live-key",
    name: "a live secret key of Clerk, Paystack or another service",
    pattern: /\bsk_live_(?!51[A-Za-z0-9]{60})[A-Za-z0-9]{25,}/g,
  },
  { kind: "github", name: "a token of GitHub", pattern: /\bgh[pousr]_[A-Za-z0-9]{36}\b/g, accepts: hasChecksum },
  { kind: "github", name: "a token of GitHub", pattern: /\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b/g },
  { kind: "npm", name: "a token of npm", pattern: /\bnpm_[A-Za-z0-9]{36}\b/g, accepts: hasChecksum },
  { kind: "slack", name: "a token of Slack", pattern: /\bxox[bp]-\d{10,13}-\d{10,13}-[\w-]{20,}/g },
  {
    kind: "slack-webhook",
    name: "an address to post to Slack",
    pattern: /hooks\.slack\.com\/services\/T[A-Z0-9]{8,}\/B[A-Z0-9]{8,}\/[A-Za-z0-9]{24}\b/g,
  },
  { kind: "openai", name: "a key of OpenAI", pattern: /\bsk-(?:proj-|svcacct-|admin-)?[\w-]{20,}T3BlbkFJ[\w-]{20,}/g },
  { kind: "anthropic", name: "a key of Anthropic", pattern: /\bsk-ant-(?:api|admin)\d\d-[\w-]{80,}AA\b/g },
  { kind: "google", name: "a key of Google", pattern: /\bAIza[\w-]{35}(?![\w-])/g },
  { kind: "sendgrid", name: "a key of SendGrid", pattern: /\bSG\.[\w-]{22}\.[\w-]{43}(?![\w-])/g },
  { kind: "resend", name: "a key of Resend", pattern: /\bre_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}\b/g },
  { kind: "groq", name: "a key of Groq", pattern: /\bgsk_[A-Za-z0-9]{52}\b/g },
  { kind: "supabase", name: "a secret key of Supabase", pattern: /\bsb_secret_[\w-]{30,}/g },
  {
    kind: "supabase",
    name: "a service-role key of Supabase",
    pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{20,}\.[\w-]{43}(?![\w-])/g,
    accepts: isServiceRole,
  },
  { kind: "telegram", name: "a token of a Telegram bot", pattern: /(?<![\w-])\d{8,10}:AA[\w-]{33}(?![\w-])/g },
  {
    kind: "discord",
    name: "a token of a Discord bot",
    pattern: /(?<![\w-])[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/g,
    accepts: isDiscord,
  },
  {
    kind: "aws",
    name: "an access key of AWS with its secret",
    pattern: /\bAKIA[A-Z2-7]{16}\b/g,
    accepts: hasAwsSecret,
  },
  {
    kind: "twilio",
    name: "the auth token of a Twilio account",
    pattern: /auth_?token\W{1,6}[0-9a-f]{32}\b/gi,
    accepts: (_, around) => /\bAC[0-9a-f]{32}\b/.test(around),
  },
  {
    kind: "private-key",
    name: "a private key",
    pattern: /-----BEGIN (?:RSA |EC |OPENSSH |DSA )?PRIVATE KEY-----(?:[\s"'+,]|\\[nr]|[A-Za-z0-9+/=]){300,}/g,
  },
  {
    kind: "database-url",
    name: "an address of a database with its password",
    pattern:
      /\b(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|rediss?):\/\/[^\s:/@'"`<>{}$]{1,64}:[^\s/@'"`<>{}$]{8,}@[\w.-]+/g,
    accepts: isRemoteAddress,
  },
];

const BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** GitHub's and npm's tokens end in the CRC-32 of what stands before, in base 62. */
function hasChecksum(token: string): boolean {
  const body = token.slice(token.indexOf("_") + 1);
  let left = crc32(body.slice(0, -6));
  let sum = "";
  for (let digit = 0; digit < 6; digit += 1) {
    sum = BASE_62.charAt(left % 62) + sum;
    left = Math.floor(left / 62);
  }
  return body.endsWith(sum);
}

/** The payload says whose key it is; the one of everybody's local Supabase is in its documentation. */
function isServiceRole(token: string): boolean {
  const payload = Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8");
  return (
    /"role"\s*:\s*"service_role"/.test(payload) &&
    /"ref"\s*:\s*"\w{15,}"/.test(payload) &&
    !/supabase-demo/.test(payload)
  );
}

/** It begins with the bot's number. */
function isDiscord(token: string): boolean {
  return /^\d{15,20}$/.test(Buffer.from(token.split(".")[0] ?? "", "base64url").toString("latin1"));
}

function hasAwsSecret(id: string, around: string): boolean {
  const found = around.matchAll(/(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g);
  return !id.endsWith("EXAMPLE") && [...found].some(([value]) => isMixed(value) && !value.includes("EXAMPLE"));
}

const isMixed = (value: string): boolean => /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value);

const WEAK =
  /^(?:postgres|password|passw0rd|pass|secret|root|admin|example|changeme|mysecretpassword|your\w*|test\w*|user\w*|dev\w*|local\w*|docker|12345\w*|x+)$/i;

/** A host of the Internet, and a password that nobody would make up for an example. */
function isRemoteAddress(address: string): boolean {
  const [, password = "", host = ""] = /:\/\/[^:]*:([^@]*)@(.*)$/.exec(address) ?? [];
  if (
    !host.includes(".") ||
    /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.0\.0\.0)|(?:^|\.)(?:example|internal|local|localdomain|test|svc|invalid)(?:\.(?:com|org|net))?$|example\.|your|host\.docker|cluster0?\.(?:xxx|abc)/i.test(
      host,
    )
  )
    return false;
  return (
    !WEAK.test(password) &&
    !isPlaceholder(password) &&
    /[A-Za-z]/.test(password) &&
    /[\d\W]/.test(password) &&
    !/pass(?:word)?|your|example|xxx/i.test(password)
  );
}

const AROUND = 400;

/** What stands before a value that only shows people its form. */
const SHOWN = /(?:\bplaceholder|\be\.g\.|\bfor example|\bsample|\bexample)[\s:=,({["'`]{1,8}$/i;

/** Every proven secret of a text, in order. `isEnvFile` looks at the values of `KEY=value` too. */
export function findSecretSightings(file: string, text: string, isEnvFile: boolean): SecretSighting[] {
  const found: (Omit<SecretSighting, "file" | "line"> & { at: number })[] = [];
  for (const { kind, name, pattern, accepts } of SHAPES) {
    for (const match of text.matchAll(pattern)) {
      const [value] = match;
      if (SHOWN.test(text.slice(Math.max(0, match.index - 40), match.index))) continue;
      const around = text.slice(Math.max(0, match.index - AROUND), match.index + value.length + AROUND);
      if (isMadeUp(value) || (accepts && !accepts(value, around))) continue;
      const isNamed = kind === "private-key" || kind === "database-url" || kind === "twilio";
      found.push({
        at: match.index,
        kind,
        name,
        shown: isNamed ? name : describeSecret(value),
        digest: digestOf(withoutSignature(value)),
      });
    }
  }
  if (isEnvFile) {
    for (const match of text.matchAll(
      /^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=\s*["']?([^\s"'#]{16,})["']?\s*(?:#.*)?$/gm,
    )) {
      const [, key = "", value = ""] = match;
      if (
        isSecretName(key) &&
        looksRandom(value) &&
        !/^(?:NEXT_PUBLIC|VITE|EXPO_PUBLIC|PUBLIC|REACT_APP)_/.test(key) &&
        !/^(?:pk_|eyJ|sk_test_|rk_test_)/.test(value)
      )
        found.push({
          at: match.index + match[0].indexOf(key),
          kind: "random",
          name: "a secret",
          shown: key,
          digest: digestOf(value),
        });
    }
  }
  found.sort((a, b) => a.at - b.at);
  return found.map(({ at, ...secret }) => ({ file, line: lineAt(text, at), ...secret }));
}

const digestOf = (value: string): string => createHash("sha256").update(value).digest("base64");

/** A payload is signed once: of two tokens that differ in their signatures alone, one was copied badly. */
const withoutSignature = (value: string): string =>
  value.startsWith("eyJ") ? value.slice(0, value.lastIndexOf(".")) : value;

/** One sign over and over, the alphabet, a word for what is to be filled in. */
const isMadeUp = (value: string): boolean =>
  isPlaceholder(value) ||
  /(.)\1{7,}|0123456|1234567|abcdefg|ABCDEFG|deadbeef|EXAMPLE|[Ff]ake|[Dd]ummy|[Mm]ock|[Tt]est_?[Kk]ey|invalid/i.test(
    value.slice(4),
  );

function lineAt(text: string, at: number): number {
  let line = 1;
  for (let end = text.indexOf("\n"); end !== -1 && end < at; end = text.indexOf("\n", end + 1)) line += 1;
  return line;
}
