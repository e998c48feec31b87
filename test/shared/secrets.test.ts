import assert from "node:assert/strict";
import { test } from "node:test";
import {
  describeSecret,
  isPlaceholder,
  isProviderSecret,
  isSecretName,
  looksLikeSecretValue,
  MASK,
  maskSecrets,
} from "#src/shared/secrets.js";
import { hex, privateKey, PROVIDER_SECRETS, random, token } from "./fake-secrets.js";

for (const [prefix, rest] of PROVIDER_SECRETS) {
  test(`${prefix}… is masked wherever it stands, and its prefix stays`, () => {
    const secret = prefix + rest;
    const masked = prefix + MASK.repeat(rest.length);
    const places = [
      `const x = "${secret}";`,
      `curl https://api.test/?a=${secret}`,
      `- ${secret}`,
      String.raw`"line\n${secret}"`,
      `(${secret})`,
    ];
    for (const place of places) assert.equal(maskSecrets(place), place.replace(secret, masked));
    assert.ok(isProviderSecret(secret), "before masking");
    assert.ok(isProviderSecret(masked), "after masking");
    assert.ok(looksLikeSecretValue(masked));
    assert.ok(!isPlaceholder(masked));
  });
}

test("bot tokens are masked where their provider is named, and look-alikes elsewhere stay", () => {
  const discord = `M${random(25)}.${random(6)}.${random(38)}`;
  const telegram = `${random(10, "0123456789")}:${random(35)}`;
  assert.equal(maskSecrets(`discord.login("${discord}")`), `discord.login("${MASK.repeat(discord.length)}")`);
  assert.equal(maskSecrets(`// Telegram\nsend("${telegram}")`), `// Telegram\nsend("${MASK.repeat(46)}")`);
  assert.equal(maskSecrets(`call("${discord}")`), `call("${discord}")`);
});

test("a private key loses its lines and keeps its frame", () => {
  const masked = maskSecrets(privateKey);
  assert.match(masked, /^-----BEGIN RSA PRIVATE KEY-----\n(?:•{64}\n){4}•{4}\n-----END RSA PRIVATE KEY-----$/);
  assert.ok(isProviderSecret(masked));
});

test("a private key spread over string literals leaves code that still parses", () => {
  const lines = privateKey.split("\n").map((line) => String.raw`  "${line}\n"`);
  const masked = maskSecrets(`const key =\n${lines.join(" +\n")};`);
  assert.equal(masked.match(/^ {2}"•{64}\\n" \+$/gm)?.length, 4);
});

test("a key template and a public key are left alone", () => {
  const template = "`-----BEGIN PRIVATE KEY-----\\n${body}\\n-----END PRIVATE KEY-----`";
  const certificate = `-----BEGIN PUBLIC KEY-----\n${random(64)}\n-----END PUBLIC KEY-----`;
  assert.equal(maskSecrets(template), template);
  assert.equal(maskSecrets(certificate), certificate);
});

test("of a URL only the password is masked", () => {
  const cases: readonly (readonly [string, string])[] = [
    [
      "postgres://app:hunter2@db.internal:5432/app?sslmode=require",
      "postgres://app:•••••••@db.internal:5432/app?sslmode=require",
    ],
    ["redis://:s3cr3t@cache:6379", "redis://:••••••@cache:6379"],
    ["postgres://app:${DB_PASSWORD}@db/app", "postgres://app:${DB_PASSWORD}@db/app"],
    ["postgres://user:password@host/db", "postgres://user:password@host/db"],
    ["postgres://app:<password>@host/db", "postgres://app:<password>@host/db"],
    [
      "postgresql://postgres:[YOUR-PASSWORD]@db.x.supabase.co/postgres",
      "postgresql://postgres:[YOUR-PASSWORD]@db.x.supabase.co/postgres",
    ],
    ["http://localhost:3000/@vite/client", "http://localhost:3000/@vite/client"],
    ["https://github.com/a/b#c:d@e", "https://github.com/a/b#c:d@e"],
  ];
  for (const [before, after] of cases) assert.equal(maskSecrets(before), after);
});

test("tokens that everybody may see stay: the anon key, the demo keys, the jwt.io sample", () => {
  for (const payload of [
    { role: "anon", iss: "supabase" },
    { role: "service_role", iss: "supabase-demo" },
    { name: "John Doe" },
  ]) {
    const text = `const key = "${token(payload)}";`;
    assert.equal(maskSecrets(text), text);
  }
});

const MASKED_VALUES: readonly (readonly [what: string, text: string, value: string])[] = [
  ["a fallback", "const secret = process.env.JWT_SECRET || 'secret';", "secret"],
  ["a nullish fallback", 'const s = process.env.SESSION_SECRET ?? "dev";', "dev"],
  ["a fallback behind a cast", "(process.env.JWT_SECRET as string) || 'letmein'", "letmein"],
  ["a fallback behind an index", "process.env['JWT_SECRET'] || 'letmein'", "letmein"],
  ["a fallback behind a call", "config.get('JWT_SECRET') ?? 'letmein'", "letmein"],
  ["a default argument of a getter", 'os.getenv("SECRET_KEY", "letmein")', "letmein"],
  ["a Python or", 'key = os.environ.get("SECRET_KEY") or "letmein"', "letmein"],
  ["a schema default", "JWT_SECRET: z.string().min(8).default('letmein'),", "letmein"],
  ["an envalid default", "JWT_SECRET: str({ default: 'letmein' }),", "letmein"],
  ["a property", "password: 'hunter2',", "hunter2"],
  ["a quoted key", '{ "client_secret": "hunter2" }', "hunter2"],
  ["a typed constant", 'const apiKey: string = "hunter2";', "hunter2"],
  ["a Python annotation", 'SECRET_KEY: str = "hunter2"', "hunter2"],
  ["a pydantic wrapper", 'api_key: SecretStr = SecretStr("hunter2")', "hunter2"],
  ["an encoder", 'const secret = new TextEncoder().encode("hunter2")', "hunter2"],
  ["a value on the next line", 'const jwtSecret =\n  "hunter2";', "hunter2"],
  ["a header", 'headers.set("X-Api-Key", "hunter2")', "hunter2"],
  ["a comparison", 'if (password === "hunter2") return;', "hunter2"],
  ["a phrase", "app.use(session({ secret: 'keyboard cat' }))", "keyboard cat"],
  ["a signing call", 'jwt.sign({ id: "x", at: 1 }, "hunter2", options)', "hunter2"],
  ["an HMAC", 'createHmac("sha256", "hunter2")', "hunter2"],
  ["a query parameter", "fetch(`${base}/v1?hapikey=abcdef123456&limit=5`)", "abcdef123456"],
  ["a connection string", '"Server=db;User=app;Password=hunter22;"', "hunter22"],
  ["a task definition", '{ "name": "JWT_SECRET", "value": "hunter2" }', "hunter2"],
  ["a role in SQL", "CREATE ROLE app LOGIN PASSWORD 'hunter2';", "hunter2"],
];
for (const [what, text, value] of MASKED_VALUES) {
  test(`${what} of a secret is masked, and nothing around it`, () => {
    const at = text.lastIndexOf(value);
    assert.equal(maskSecrets(text), text.slice(0, at) + MASK.repeat(value.length) + text.slice(at + value.length));
  });
}

const FACTS: readonly string[] = [
  "const model = 'claude-sonnet-4-5-20250929';",
  "import { token } from './auth/token';",
  "const secret = process.env.JWT_SECRET;",
  "const secret = process.env.JWT_SECRET || '';",
  "const secretName = 'JWT_SECRET';",
  "requireEnv({ secret: 'JWT_SECRET' });",
  "headers: { Authorization: `Bearer ${token}` }",
  "const tokenHeader = 'Authorization'; const authToken = 'X-Auth-Token';",
  "z.object({ password: z.string().min(8, 'Password must have 8 characters') })",
  "errors: { password: 'Enter your password', token: 'No token was given' }",
  "const schema = { password: 'string', secret: \"string\", token: 'text' };",
  "type Props = { apiKey: string; token: 'access' | 'refresh' };",
  "const REFRESH_TOKEN = 'refresh_token';",
  "const CACHE_TOKEN = 'CACHE_TOKEN'; const REPOSITORY_TOKEN = 'UserRepository';",
  "const tokenUrl = 'https://auth.example.com/oauth/token';",
  "const password = './password'; const secret = '@/lib/secret';",
  "client.from('access_tokens').select('token, secret').eq('password', value)",
  "fetch('/reset?token=' + token + '&email=' + email)",
  'url = "/x?token=" + token + "&y=" + y;',
  "const kind = isSecret ? 'secret' : 'variable';",
  "const kind = isSecret\n  ? 'secret'\n  : 'variable';",
  "const apiKey = 'your-api-key-here'; const secret = 'changeme'; const token = '<token>';",
  "const openai = new OpenAI({ apiKey: 'sk-...' });",
  "cipher.update(text, 'utf8'); decipher.update(value, 'hex', 'utf8');",
  "createHmac('sha256', secret).update(body).digest('hex')",
  "jwt.verify(token, publicKey, { algorithms: ['RS256'] })",
  "const key = 'primary'; const cacheKey = 'user:1'; const publicKey = 'pk_live_0123456789abcdef';",
  "const keys = { key: 'value', tokenLimit: '4096', maxTokens: '1024' };",
  "const AWS = 'AKIAIOSFODNN7EXAMPLE';",
  "const hash = 'sha512-1u8mZ2p0Q9a7s6d5f4g3h2j1k0l9q8w7e6r5t4y3u2i1o0pA==';",
  "const id = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';",
  '<input type="password" name="password" autoComplete="current-password" />',
  "if (typeof token === 'string' && secret !== 'undefined') {}",
  "logger.info('token: ', token);",
  "const task = 'risk-assessment-2024-of-the-desk-team-and-more';",
  "lc_secrets: { apiKey: 'mistral_api_key' }",
  "const roleKey = 'employee'; const sessionKey = 'sessionId'; const TokenKey = 'Admin-Token';",
  "const pattern = /sk-[a-zA-Z0-9]{48}/;",
];
for (const fact of FACTS) {
  test(`stays as it is: ${fact.slice(0, 70)}`, () => {
    assert.equal(maskSecrets(fact), fact);
  });
}

test("data files need no quotes", () => {
  const yaml = [
    "env:",
    "  JWT_SECRET: hunter2",
    "  DATABASE_URL: postgres://app:hunter2@db/app",
    "  API_TOKEN: ${{ secrets.API_TOKEN }}",
    "  - SESSION_SECRET=hunter2",
    "  - name: STRIPE_SECRET_KEY",
    "    value: hunter2",
    "permissions: { id-token: write }",
    "  id-token: write",
    "secrets: inherit",
    "secretName: my-secret",
    "run: JWT_SECRET=hunter2 npm test",
  ].join("\n");
  assert.equal(maskSecrets(yaml, "data"), yaml.replaceAll("hunter2", MASK.repeat(7)));
});

test("an env file hides what is secret by name or by its looks, and keeps the rest", () => {
  const opaque = random(40);
  const env = [
    "# comment",
    "PORT=3000",
    "NODE_ENV=production",
    "JWT_SECRET=hunter2",
    "export SMTP_PASS=hunter2 # mail",
    `SOMETHING=${opaque}`,
    "GOOGLE_CLIENT_ID=123456789012-abcdefghijklmnop12345.apps.googleusercontent.com",
    "APP_URL=https://app.test",
    "OPENAI_MODEL=gpt-4o-mini-2024-07-18",
    "IMAGE=ghcr.io/a/b@sha256:" + hex(64),
    "API_KEY=your-key-here",
    "EMPTY_SECRET=",
    "NOTED_SECRET=#set-in-production",
    "# OLD_SECRET=hunter2",
  ].join("\n");
  const expected = env.replaceAll("hunter2", MASK.repeat(7)).replace(opaque, MASK.repeat(40));
  assert.equal(maskSecrets(env, "env"), expected);
});

test("a manifest's keys are packages, not secrets", () => {
  const manifest =
    '{ "dependencies": { "js-tokens": "^4.0.0", "@a/api-key": "workspace:^" }, "scripts": { "reset-password": "node x.js" } }';
  assert.equal(maskSecrets(manifest, "manifest"), manifest);
});

test("names of secrets", () => {
  const secret =
    "JWT_SECRET jwtSecret OPENAI_API_KEY apiKey PASSWORD dbPassword SUPABASE_SERVICE_ROLE_KEY PRIVATE_KEY GITHUB_TOKEN SMTP_PASS " +
    "STRIPE_SECRET_KEY_TEST SECRET_KEY_BASE NEXT_PUBLIC_OPENAI_API_KEY VITE_STRIPE_SECRET_KEY ENCRYPTION_KEY_V2 POSTHOG_PERSONAL_API_KEY " +
    "AWS_SECRET_ACCESS_KEY CLIENT_SECRET hapikey ANTHROPIC_KEY WEBHOOK_SIGNING_SECRET";
  const other =
    "NEXT_PUBLIC_SUPABASE_ANON_KEY STRIPE_PUBLISHABLE_KEY PUBLIC_KEY RECAPTCHA_SITE_KEY GOOGLE_CLIENT_ID SENTRY_DSN DATABASE_URL PORT " +
    "TOKEN_URL PASSWORD_MIN_LENGTH SECRET_NAME CACHE_KEY primaryKey NEXT_PUBLIC_POSTHOG_KEY NEXT_PUBLIC_GOOGLE_MAPS_API_KEY " +
    "FIREBASE_API_KEY AWS_ACCESS_KEY_ID nextPageToken cancelToken NODE_ENV keyboard tokenizer constructor";
  for (const name of secret.split(" ")) assert.ok(isSecretName(name), name);
  for (const name of other.split(" ")) assert.ok(!isSecretName(name), name);
});

test("placeholders", () => {
  const standIns = [
    "",
    " ",
    "your-key-here",
    "YOUR_API_KEY",
    "xxx",
    "XXXXXXXX",
    "changeme",
    "change-me",
    "<token>",
    "sk-...",
    "${VAR}",
    "$VAR",
  ];
  standIns.push(
    "example",
    "sk-ant-your-key-here-1234567890",
    "{{ token }}",
    "[YOUR-PASSWORD]",
    "dummy-key",
    "0000000000",
    "put-your-key",
  );
  for (const value of standIns) assert.ok(isPlaceholder(value), value);
  for (const value of ["secret", "hunter2", "dev-secret", random(40), `sk_live_${random(24)}`])
    assert.ok(!isPlaceholder(value), value);
});

test("values that look secret", () => {
  for (const value of [random(40), hex(64), `postgres://a:${random(12)}@b/c`])
    assert.ok(looksLikeSecretValue(value), value);
  const plain = [
    "production",
    "3000",
    "gpt-4o-mini-2024-07-18",
    "https://api.test/v1/things",
    "eu-west-1",
    "us-east4-eqdc4a",
  ];
  plain.push(
    "my-service-name-with-many-words",
    "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    "support@prodcheck.test",
    "node:20-bookworm-slim",
  );
  for (const value of plain) assert.ok(!looksLikeSecretValue(value), value);
});

test("a secret is described without its value", () => {
  assert.equal(describeSecret(`sk-ant-${"x1".repeat(22)}`), `sk-ant-${MASK.repeat(4)} (51 characters)`);
  assert.equal(describeSecret("hunter2"), `${MASK.repeat(4)} (7 characters)`);
  assert.equal(describeSecret("x"), `${MASK.repeat(4)} (1 character)`);
});

test("a dated model id is no secret", () => {
  const text = "ANTHROPIC_MODEL=claude-3-5-sonnet-20241022\nOPENAI_MODEL=gpt-4o-mini-2024-07-18\n";
  assert.equal(maskSecrets(text, "env"), text);
});
