/** Made-up secrets, put together at run time: no literal of this repository should look like somebody's key. */

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** Text that looks random and is the same on every run. */
export function random(length: number, alphabet: string = LETTERS, seed: number = 1): string {
  let state = length * 7919 + alphabet.length + seed * 104729;
  let text = "";
  for (let index = 0; index < length; index++) {
    state = (state * 1103515245 + 12345) % 2147483648;
    text += alphabet.charAt(Math.floor(state / 65536) % alphabet.length);
  }
  return text;
}

export const hex = (length: number): string => random(length, "0123456789abcdef");
const upper = (length: number): string => random(length, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A signed token with this payload. */
export const token = (payload: object): string =>
  `${base64url({ alg: "HS256", typ: "JWT" })}.${base64url(payload)}.${random(43)}`;

const lines = (count: number): string => Array.from({ length: count }, () => random(64)).join("\n");

export const privateKey = `-----BEGIN RSA PRIVATE KEY-----\n${lines(4)}\nAb==\n-----END RSA PRIVATE KEY-----`;

/** Visible prefix → what the provider hides behind it. */
export const PROVIDER_SECRETS: readonly (readonly [prefix: string, rest: string])[] = [
  ["sk-ant-", `api03-${random(90)}-${random(6)}AA`],
  ["sk-proj-", random(60)],
  ["sk-", random(48)],
  ["AKIA", upper(16)],
  ["ghp_", random(36)],
  ["github_pat_", `${random(22)}_${random(59)}`],
  ["glpat-", random(20)],
  ["xoxb-", `${random(12, "0123456789")}-${random(12, "0123456789")}-${random(24)}`],
  ["hooks.slack.com/services/", `T${upper(8)}/B${upper(8)}/${random(24)}`],
  ["sk_live_", random(24)],
  ["sk_test_", random(24)],
  ["rk_live_", random(24)],
  ["whsec_", random(32)],
  ["AIza", random(35)],
  ["GOCSPX-", random(28)],
  ["sb_secret_", random(31)],
  ["sbp_", hex(40)],
  ["SK", hex(32)],
  ["SG.", `${random(22)}.${random(43)}`],
  ["xkeysib-", `${hex(64)}-${random(16)}`],
  ["re_", `${random(8)}_${random(24)}`],
  ["npm_", random(36)],
  ["hf_", random(34, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ")],
  ["ntn_", random(46)],
  ["pat-eu1-", `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`],
  ["eyJ", token({ role: "service_role", iss: "supabase", iat: 1 }).slice(3)],
];
