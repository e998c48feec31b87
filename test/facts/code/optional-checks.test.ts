import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { extractSample } from "./code-sample.js";

const checksOf = (body: string): string[] =>
  (extractSample(`export function hook(req, res, next) {\n${body}\n}`).code.facts.optional_check ?? []).map(
    (row) => row.condition,
  );

describe("checks of a signature that are left out without one", () => {
  it("stand in a branch that the header opens", () => {
    assert.deepEqual(checksOf("if (signature) { if (!verify(req.body, signature)) return res.status(401).end(); }"), [
      "signature",
    ]);
    assert.deepEqual(
      checksOf("if (secret && req.get('x-hub-signature') && !isGenuine(req)) return res.sendStatus(401);"),
      ["secret && req.get('x-hub-signature') && !isGenuine(req)"],
    );
    assert.deepEqual(
      checksOf(
        "let event; if (sig) { event = stripe.webhooks.constructEvent(b, sig, s); } else { event = JSON.parse(b); }",
      ),
      ["sig"],
    );
  });

  it("are about the signature, not about signals and signing in", () => {
    assert.deepEqual(checksOf("if (signIn && !isValidRequest(req)) return res.status(401).end();"), []);
    assert.deepEqual(checksOf("if (signal) { if (!verify(signal)) return res.status(401).end(); }"), []);
  });

  it("are passed by whoever has no header", () => {
    assert.deepEqual(
      checksOf("if (!signature) return next();\nif (!verify(req.body, signature)) return res.status(401).end();"),
      ["!signature"],
    );
  });

  it("are not those that refuse what has none", () => {
    assert.deepEqual(
      checksOf(
        "if (!signature) return res.status(400).end(); if (signature && !verify(signature)) return res.status(401).end();",
      ),
      [],
    );
    assert.deepEqual(
      checksOf(
        "let fine = false; if (signature) { fine = verify(signature); } if (!fine) return res.status(401).end();",
      ),
      [],
    );
    assert.deepEqual(
      checksOf(
        "if (signature) { if (!verify(signature)) return res.status(401).end(); } else { return res.status(401).end(); }",
      ),
      [],
    );
    assert.deepEqual(
      checksOf("if (!signature) { if (live) { return res.status(401).end(); } return next(); } verify(signature);"),
      [],
    );
  });
});
