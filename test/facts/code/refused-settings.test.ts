import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { refusedSettings } from "#src/facts/code/refused-settings.js";

const THROW = 'throw new Error("no")';
const named = (condition: string, branch = THROW): readonly string[] => refusedSettings({ condition, branch });

describe("refusedSettings", () => {
  it("names the secret whose value is compared with what is written down, or measured", () => {
    assert.deepEqual(named('config.jwt.secret === "dev"'), ["jwt", "configjwt", "secret", "jwtsecret"]);
    assert.ok(named('SECRET_KEY.startswith("insecure")').includes("secretkey"));
    assert.ok(named("len(settings.SECRET_KEY) < 32").includes("secretkey"));
    assert.ok(named('getattr(self, "ADMIN_TOKEN") in KNOWN').includes("admintoken"));
  });

  it("takes an absence for a refusal only where it is asked where the process runs", () => {
    assert.deepEqual(named("!process.env.JWT_SECRET"), []);
    assert.ok(named("!process.env.JWT_SECRET", `if (isProduction()) ${THROW}`).includes("jwtsecret"));
  });

  it("leaves out what a stranger gives, and conditions about anything else", () => {
    assert.deepEqual(named("given !== config.adminToken"), []);
    assert.deepEqual(named('user.role === "admin"'), []);
  });
});
