import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { isPlaceholder, isProviderSecret, MASK, maskSecrets, type SecretSyntax } from "#src/shared/secrets.js";
import { PROVIDER_SECRETS, privateKey, random } from "./fake-secrets.js";

const RUNS = { numRuns: 2000 };

/** Pieces that together come near everything the masking looks at. */
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 6 }) },
  { weight: 2, arbitrary: fc.constantFrom(...PROVIDER_SECRETS.map(([prefix, rest]) => prefix + rest), privateKey) },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ..."password secret apiKey API_KEY JWT_SECRET token Bearer key postgres name value".split(" "),
    ),
  },
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      ..."= : == || ?? , ( ) [ ] { } ' \" ` \\ \n \r\n | ? & # - ; . @ :// / default( jwt.sign( ${ } •"
        .split(" ")
        .filter(Boolean),
      " ",
      "\n",
      "\r\n",
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom("hunter2", "changeme", "keyboard cat", "🔑🔑", "é", random(20), "user:pa55@host"),
  },
);
const source = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));
const syntax: fc.Arbitrary<SecretSyntax> = fc.constantFrom("code", "data", "env", "manifest");

test("masking keeps the length and every line end", () => {
  fc.assert(
    fc.property(source, syntax, (text, kind) => {
      const masked = maskSecrets(text, kind);
      assert.equal(masked.length, text.length);
      for (let at = 0; at < text.length; at++) {
        const isKept = masked[at] === text[at];
        assert.ok(isKept || (masked[at] === MASK && text[at] !== "\n" && text[at] !== "\r"));
      }
    }),
    RUNS,
  );
});

test("masking twice is masking once", () => {
  fc.assert(
    fc.property(source, syntax, (text, kind) => {
      const once = maskSecrets(text, kind);
      assert.equal(maskSecrets(once, kind), once);
    }),
    RUNS,
  );
});

test("a provider's secret never survives, whatever surrounds it", () => {
  const surrounding = fc
    .array(fc.constantFrom(..." \n\"'`=:,;(){}[]<>|&?!#".split("")), { maxLength: 4 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(
      source,
      surrounding,
      fc.constantFrom(...PROVIDER_SECRETS),
      surrounding,
      source,
      syntax,
      (before, open, [prefix, rest], close, after, kind) => {
        const masked = maskSecrets(`${before} ${open}${prefix}${rest}${close} ${after}`, kind);
        const start = before.length + 1 + open.length + prefix.length;
        assert.equal(masked.slice(start, start + rest.length), MASK.repeat(rest.length), prefix);
      },
    ),
    RUNS,
  );
});

test("random keys behind a prefix are never taken for placeholders", () => {
  const letters = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".split(""));
  const key = fc.array(letters, { minLength: 40, maxLength: 90 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(key, (rest) => {
      fc.pre(!/x{6}/i.test(rest) && new Set(rest).size > 8);
      assert.ok(!isPlaceholder(`sk_live_${rest}`));
      assert.ok(isProviderSecret(`sk_live_${rest}`));
    }),
    RUNS,
  );
});

test("no input makes masking slow", () => {
  const units = [
    "secret",
    "password ",
    "key: ",
    "://a:",
    "token = ",
    "'",
    "-----BEGIN PRIVATE KEY-----",
    "jwt.sign(",
    "default(",
    "sk-",
    "eyJ",
    " ",
    "[",
    "a-",
    'key"] ',
    "SECRET=",
    "name: x\n",
    "?token=",
    "createHmac(",
    "a: z.string() ",
    "SECRET=a,",
  ];
  for (const unit of units) {
    for (const kind of ["code", "data", "env"] as const) {
      const text = unit.repeat(Math.ceil(100_000 / unit.length));
      const start = performance.now();
      maskSecrets(text, kind);
      const milliseconds = performance.now() - start;
      assert.ok(milliseconds < 1500, `${JSON.stringify(unit)} as ${kind}: ${milliseconds.toFixed(0)} ms`);
    }
  }
});
