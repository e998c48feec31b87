import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { factsOf, showGuard } from "./env-samples.js";

const guards = (text: string): string[] => (factsOf(text).guard ?? []).map(showGuard);

function check(cases: Readonly<Record<string, readonly string[]>>): void {
  for (const [text, expected] of Object.entries(cases)) {
    it(text, () => assert.deepEqual(guards(text), expected));
  }
}

describe("what a condition is when the variable is unset", () => {
  check({
    "if (process.env.NODE_ENV === 'production') act()": ["NODE_ENV === production → skipped: call"],
    "if (process.env.NODE_ENV !== 'production') act()": ["NODE_ENV !== production → taken: call"],
    "if ('production' !== process.env.NODE_ENV) act()": ["NODE_ENV !== production → taken: call"],
    "if (process.env.NODE_ENV != 'production') act()": ["NODE_ENV !== production → taken: call"],
    "if (!(process.env.NODE_ENV === 'production')) act()": ["NODE_ENV !== production → taken: call"],
    "if ((process.env.NODE_ENV || 'development') === 'development') act()": [
      "NODE_ENV === development [development] → taken: call",
    ],
    "if ((process.env.NODE_ENV ?? 'production') !== 'production') act()": [
      "NODE_ENV !== production [production] → skipped: call",
    ],
    "if (process.env.DISABLE_AUTH) act()": ["DISABLE_AUTH truthy → skipped: call"],
    "if (!process.env.CRON_SECRET) act()": ["CRON_SECRET falsy → taken: call"],
    "if (!!process.env.A) act()": ["A truthy → skipped: call"],
    "if (Boolean(process.env.A)) act()": ["A truthy → skipped: call"],
    "if (process.env.A === undefined) act()": ["A falsy → taken: call"],
    "if (process.env.A == null) act()": ["A falsy → taken: call"],
    "if (process.env.A !== undefined) act()": ["A truthy → skipped: call"],
    "if (typeof process.env.A === 'undefined') act()": ["A falsy → taken: call"],
    "if (process.env.A?.length) act()": ["A truthy → skipped: call"],
    "if (process.env.A?.toLowerCase() === 'true') act()": ["A === true → skipped: call"],
    "if ((process.env.A ?? 'TRUE').toLowerCase() === 'true') act()": ["A === true [TRUE] → taken: call"],
    "if (process.env.A !== 'false') act()": ["A !== false → taken: call"],
    "if (String(process.env.A) === 'undefined') act()": ["A === undefined → taken: call"],
    "if (Number(process.env.LIMIT) > 0) act()": ["LIMIT other → skipped: call"],
    "if (['development', 'test'].includes(process.env.NODE_ENV!)) act()": [
      "NODE_ENV includes development, test → skipped: call",
    ],
    "if (!['production'].includes(process.env.NODE_ENV ?? '')) act()": ["NODE_ENV other production [] → taken: call"],
    "if (['development', undefined].includes(process.env.NODE_ENV)) act()": [],
    "if ('A' in process.env) act()": ["A truthy → skipped: call"],
    "if (isValid(process.env.A)) act()": [],
    "if (process.env.A === other) act()": ["A === → unknown: call"],
    "if (import.meta.env.DEV) act()": ["DEV truthy → unknown: call"],
    "if (/^prod/.test(process.env.NODE_ENV ?? '')) act()": [],
  });
});

describe("&& and ||", () => {
  check({
    "if (process.env.S && header !== process.env.S) act()": ["S truthy → skipped: call + header !== process.env.S"],
    "if (process.env.NODE_ENV !== 'production' && header) act()": ["NODE_ENV !== production → unknown: call + header"],
    "if (process.env.NODE_ENV !== 'production' || header) act()": ["NODE_ENV !== production → taken: call + header"],
    "if (header || process.env.OFF) act()": ["OFF truthy → unknown: call + header"],
    "if (header && (process.env.A || process.env.B)) act()": [
      "A truthy → unknown: call + header",
      "B truthy → unknown: call + header",
    ],
    "if (!(process.env.A && header)) act()": ["A falsy → taken: call"],
    "if (!process.env.S || header !== `Bearer ${process.env.S}`) act()": [
      "S falsy → taken: call + header !== `Bearer ${process.env.S}`",
    ],
    "if (header !== `Bearer ${process.env.S}`) act()": ["S !== → unknown: call"],
    "process.env.NODE_ENV !== 'test' && act()": ["NODE_ENV !== test → taken: call"],
    "process.env.NODE_ENV === 'test' || act()": ["NODE_ENV !== test → taken: call"],
    "process.env.A || act()": ["A falsy → taken: call"],
    "const x = process.env.A || act()": [],
    "const x = process.env.A?.trim() || act()": [],
    "const x = process.env.A && process.env.B": [],
    "const isDev = process.env.NODE_ENV !== 'production' && !process.env.CI": [],
    "const a = [process.env.NODE_ENV !== 'production' && plugin()]": ["NODE_ENV !== production → taken: call"],
    "const el = process.env.NODE_ENV !== 'production' && { devtool: true }": [
      "NODE_ENV !== production → taken: assign",
    ],
  });
});

describe("constants, objects, fields and helpers of the same file", () => {
  check({
    "const isDev = process.env.NODE_ENV !== 'production'; if (isDev) act()": ["NODE_ENV !== production → taken: call"],
    "const isDev = process.env.NODE_ENV !== 'production'; if (!isDev) act()": [
      "NODE_ENV === production → skipped: call",
    ],
    "const env = process.env.NODE_ENV || 'development'; const isProd = env === 'production'; if (isProd) act()": [
      "NODE_ENV === production [development] → skipped: call",
    ],
    "const { NODE_ENV = 'development' } = process.env; if (NODE_ENV === 'development') act()": [
      "NODE_ENV === development [development] → taken: call",
    ],
    "const config = { isProd: process.env.NODE_ENV === 'production' } as const; if (config.isProd) act()": [
      "NODE_ENV === production → skipped: call",
    ],
    "const config = { auth: { off: process.env.AUTH_OFF === '1' } }; const { auth } = config; if (auth.off) act()": [
      "AUTH_OFF === 1 → skipped: call",
    ],
    "function isProd() { return process.env.NODE_ENV === 'production' } if (!isProd()) act()": [
      "NODE_ENV !== production → taken: call",
    ],
    "const isProd = () => process.env.NODE_ENV === 'production'; if (isProd()) act()": [
      "NODE_ENV === production → skipped: call",
    ],
    "const mode = process.env.KEY_FILE ? 'file' : 'global'; if (mode === 'global') act()": [
      "KEY_FILE truthy → skipped: assign else assign",
      "KEY_FILE falsy → taken: call",
    ],
    "const url = `${process.env.BASE}/x`; if (url.startsWith(other)) act()": [],
    "function mode() { if (process.env.MODE) return process.env.MODE; return 'dev' } if (mode() === 'dev') act()": [
      "MODE truthy → skipped: return-value",
      "MODE === dev [dev] → taken: call",
    ],
    "class A { private readonly dev = process.env.NODE_ENV === 'development'; f() { if (this.dev) act() } }": [
      "NODE_ENV === development → skipped: call",
    ],
    "class A { constructor() { this.dev = process.env.NODE_ENV === 'development' } f() { if (this.dev) act() } }": [
      "NODE_ENV === development → skipped: call",
    ],
    "class Config { static isProd = process.env.NODE_ENV === 'production' } if (Config.isProd) act()": [
      "NODE_ENV === production → skipped: call",
    ],
    "let isDev = process.env.NODE_ENV !== 'production'; isDev = false; if (isDev) act()": [],
    "const isDev = true; if (isDev) act() // env": [],
    "function f(isDev) { if (isDev) act() } f(process.env.NODE_ENV)": [],
    "const a = () => b(); const b = () => a(); if (a()) act(process.env)": [],
    "const dev = process.env.NODE_ENV !== 'production'; function f(dev) { if (dev) act() }": [],
  });
});

const when = (branch: string, around = "function handle(req, res, next) { if (process.env.OFF) BRANCH }"): string =>
  around.replace("BRANCH", branch);

describe("effect of a branch", () => {
  const cases: Readonly<Record<string, string>> = {
    "return next();": "next",
    "{ log('skipped'); return next(); }": "next",
    "{ next(); return; }": "next",
    "return next(new UnauthorizedError());": "reject",
    "return next(err);": "throw",
    "return NextResponse.next();": "next",
    "return true;": "return-true",
    "return { ok: true, user };": "return-true",
    "return Promise.resolve(true);": "return-true",
    "return false;": "return-value",
    "return;": "return",
    "return null;": "return",
    "return user;": "return-value",
    "throw new Error('off');": "throw",
    "throw new UnauthorizedException();": "reject",
    "throw new HttpException('no', 403);": "reject",
    "process.exit(1);": "throw",
    "return res.status(401).json({ error: 'no' });": "reject",
    "{ res.status(403).end(); return; }": "reject",
    "return res.sendStatus(401);": "reject",
    "return c.json({ error: 'no' }, 401);": "reject",
    "return new Response('Unauthorized', { status: 401 });": "reject",
    "return NextResponse.json({ error: 'no' }, { status: 403 });": "reject",
    "{ ctx.status = 401; return; }": "reject",
    "return NextResponse.redirect(new URL('/login', req.url));": "reject",
    "return res.status(500).json({ error: 'CRON_SECRET is not set' });": "error",
    "return new Response('gone', { status: 404 });": "error",
    "{ if (bad(req)) { return res.status(401).end(); } }": "reject",
    "{ if (req.a) { return 1; } }": "call",
    "flag = true;": "assign",
    "const x = 1;": "assign",
    "console.log('unauthorized');": "call",
    "{ console.warn('401'); return next(); }": "next",
    "app.use(cors());": "call",
    "await verify(req);": "call",
    "return verify(req);": "return-value",
    "{}": "other",
  };
  for (const [branch, expected] of Object.entries(cases)) {
    it(branch, () => assert.equal(factsOf(when(branch)).guard?.[0]?.effect, expected));
  }

  it("takes false for a rejection where a function judges", () => {
    const text = when("return false;", "function verifySignature(req) { if (process.env.OFF) BRANCH }");
    assert.equal(factsOf(text).guard?.[0]?.effect, "reject");
  });

  it("says what else does, with the calls of both", () => {
    const [row] = factsOf("if (process.env.A) { verify(req); log.info(); } else { skip(); }").guard ?? [];
    assert.deepEqual(
      [row?.effect, row?.calls_json, row?.has_else, row?.else_effect, row?.else_calls_json],
      ["call", '["verify","log.info"]', true, "call", '["skip"]'],
    );
  });

  it("says where the branches end", () => {
    const text = "if (process.env.A) {\n  act();\n} else {\n  skip();\n}\nconst x = process.env.B ? 1 :\n  2";
    const rows = factsOf(text).guard ?? [];
    assert.deepEqual(
      rows.map((row) => [row.env_name, row.line, row.end_line, row.else_end_line]),
      [
        ["A", 1, 3, 5],
        ["B", 6, 6, 7],
      ],
    );
    assert.equal(factsOf("if (process.env.A) act()").guard?.[0]?.else_end_line, null);
  });

  const refusals: Readonly<Record<string, string | null>> = {
    "{ if (header !== secret) { return res.status(401).end(); } }": "header !== secret",
    "{ const ok = a === b; if (!ok) throw new Error('no'); }": "!ok",
    "{ try { log(); if (!verify(req)) return res.status(400).end(); } catch { log(); } }": "!verify(req)",
    "{ if (header === secret) { return next(); } }": null,
    "{ act(); }": null,
    "{ run(() => { if (x) throw new Error('no'); }); }": null,
  };
  for (const [branch, expected] of Object.entries(refusals)) {
    it(`refuses inside: ${branch}`, () => assert.equal(factsOf(when(branch)).guard?.[0]?.nested_refusal, expected));
  }

  it("refuses inside the else branch", () => {
    const chain = "if (process.env.A) { act(); } else if (isLive) { throw new Error('no A'); }";
    assert.equal(factsOf(chain).guard?.[0]?.else_refusal, "isLive");
    assert.equal(factsOf("if (process.env.A) { act(); } else { rest(); }").guard?.[0]?.else_refusal, null);
  });

  it("names what is mounted", () => {
    const [row] = factsOf("if (process.env.A) { app.use('/admin', requireAuth); }").guard ?? [];
    assert.equal(row?.calls_json, '["app.use","requireAuth"]');
  });

  it("renders", () => {
    const facts = factsOf("const a = <p>{process.env.A && <b />}</p>", "src/a.tsx");
    assert.deepEqual(facts.guard?.map(showGuard), ["A truthy → skipped: render"]);
  });
});

describe("ternaries", () => {
  check({
    "const level = process.env.NODE_ENV === 'production' ? 'info' : 'debug'": [
      "NODE_ENV === production → skipped: assign else assign",
    ],
    "const f = () => (process.env.OFF ? true : verify(token))": ["OFF truthy → skipped: return-true else return-value"],
    "function f() { return process.env.OFF ? next() : reject() }": ["OFF truthy → skipped: next else return-value"],
    "process.env.OFF ? skip() : verify()": ["OFF truthy → skipped: call else call"],
    "const auth = process.env.OFF ? (req, res, next) => next() : requireAuth": [
      "OFF truthy → skipped: next else assign",
    ],
    "const x = process.env.A ? process.env.A : 'x'": [],
    "const ok = () => process.env.NODE_ENV !== 'production' || verify(token)": [
      "NODE_ENV === production → skipped: return-value",
    ],
  });
});

describe("helpers that call each other", () => {
  it("are not walked for ever", () => {
    const functions = Array.from({ length: 60 }, (_, index) => {
      const [one, other] = [(index + 1) % 60, (index + 7) % 60];
      return `function f${index}() { return f${one}() || f${other}() || process.env.A === '${index}' }`;
    });
    const conditions = Array.from({ length: 60 }, (_, index) => `if (f${index}()) act()`);
    const start = performance.now();
    factsOf([...functions, ...conditions].join("\n"));
    assert.ok(performance.now() - start < 3000);
  });
});

describe("place of a guard", () => {
  it("knows its function, even inside a callback", () => {
    const [row] =
      factsOf(
        "function requireAuth() {\n  return (req, res, next) => {\n    if (process.env.OFF)\n      next();\n  };\n}",
      ).guard ?? [];
    assert.deepEqual(
      [row?.line, row?.function_name, row?.condition, row?.effect_text],
      [3, "requireAuth", "process.env.OFF", "next();"],
    );
  });

  it("masks what a secret is compared with", () => {
    assert.deepEqual(guards("if (process.env.API_SECRET === 'hunter2') act()"), [
      "API_SECRET === ••••••• → skipped: call",
    ]);
  });
});
