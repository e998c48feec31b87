/** How grave the built-in rules about imports and calls think a finding is: examples in a rule can only say that there is one. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failingRows } from "./built-in-rule.js";

/** "severity subject" of the failing rows of one rule. */
const failures = (id: string, files: Readonly<Record<string, string>>): string[] =>
  failingRows(id, files, "2026-11-21").map(({ severity, subject }) => `${String(severity)} ${String(subject)}`);

const EXPRESS = {
  "package.json": '{ "name": "api", "main": "src/server.ts", "dependencies": { "express": "^5.0.0" } }',
};

/** Signs that the service is in production. */
const RELEASED = { "fly.toml": 'app = "shop"\n', Dockerfile: 'FROM node:24\nCMD ["node", "dist/server.js"]\n' };

/** Severity of a call of that version of the Graph API. */
const ofVersion = (version: string): string[] =>
  failures("sunset-api", {
    ...EXPRESS,
    "src/server.ts": `export const url = "https://graph.facebook.com/${version}/me";`,
  }).map((line) => line.split(" ")[0] ?? "");

describe("unresolved-import", () => {
  it("is one finding for a file, critical where what is in production needs it to start", () => {
    const files = {
      ...EXPRESS,
      "src/server.ts":
        'import express from "express"; import "./a"; import { b } from "./routes/b.js"; express().use(b).listen(3000);',
      "src/a.ts": 'import { c } from "./routes/b"; c();',
    };
    assert.deepEqual(failures("unresolved-import", { ...files, ...RELEASED }), ["critical src/routes/b"]);
    assert.deepEqual(failures("unresolved-import", files), ["high src/routes/b"]);
  });

  it("is one finding for a file that lacks several, and medium where nothing known to run leads", () => {
    const lacking = 'import "./one"; import "./two"; import "./three";';
    const files = { ...EXPRESS, "src/server.ts": 'import express from "express"; express().listen(3000);' };
    assert.deepEqual(failures("unresolved-import", { ...files, "src/server.ts": lacking }), [
      "high imports of src/server.ts",
    ]);
    assert.deepEqual(failures("unresolved-import", { ...files, "tasks/nightly.ts": 'import "../src/one";' }), [
      "medium unloaded code",
    ]);
  });

  it("is low in a snippet among screenshots", () => {
    const files = {
      ...EXPRESS,
      "src/server.ts": 'import express from "express"; express().listen(3000);',
      "sketches/hero.jsx": 'import { Card } from "./card"; export const Hero = () => Card;',
    };
    assert.deepEqual(failures("unresolved-import", files), ["medium unloaded code"]);
    assert.deepEqual(failures("unresolved-import", { ...files, "sketches/hero.png": "\u0000\u0001" }), [
      "low unloaded code",
    ]);
  });

  it("is medium where only a declaration file asks for it", () => {
    assert.deepEqual(
      failures("unresolved-import", {
        ...EXPRESS,
        "src/server.ts": "export const up = true;",
        "src/global.d.ts": 'import "../types/gone"; declare global { const BUILD: string; }',
      }),
      ["medium types/gone"],
    );
  });

  it("is high where only a function asks for it", () => {
    assert.deepEqual(
      failures("unresolved-import", {
        ...EXPRESS,
        "src/server.ts": 'export const load = async () => (await import("./late.js")).late();',
      }),
      ["high src/late"],
    );
  });

  it("is one medium finding for all that unloaded code asks for", () => {
    assert.deepEqual(
      failures("unresolved-import", {
        ...EXPRESS,
        "src/server.ts": "export const up = true;",
        "src/old/one.ts": 'import { gone } from "./gone"; import { lost } from "../lost"; gone(lost);',
        "src/old/two.ts": 'import { other } from "./other"; other();',
      }),
      ["medium unloaded code"],
    );
  });
});

describe("require-in-esm", () => {
  it("is one finding for all files of a manifest, and a medium one for those that nothing loads", () => {
    const files = {
      "package.json":
        '{ "type": "module", "scripts": { "start": "node src/server.js" }, "dependencies": { "express": "^5.0.0" } }',
      "src/server.js":
        'import "./a.js"; const path = require("path"); require("http").createServer(f).listen(path.sep);',
      "src/a.js": 'module.exports = require("os");',
      "count-members.js": 'const fs = require("fs"); fs.readFileSync("members.csv");',
    };
    assert.deepEqual(failures("require-in-esm", files).sort(), [
      "high require package.json",
      "medium unloaded package.json",
    ]);
  });
});

/** Severities of what one line of a route calls undeclared. */
const ofCall = (line: string): string[] =>
  failures("undefined-call", {
    ...EXPRESS,
    "src/server.ts": `import express from "express";
const app = express();
app.get("/parcels/:id", (req, res) => {
  ${line}
  res.json({ id: req.params.id });
});
app.listen(3000);`,
  }).map((found) => found.split(" ")[0] ?? "");

describe("undefined-call", () => {
  it("is medium where all that is missing is the error to throw", () => {
    assert.deepEqual(ofCall('if (!req.params.id) throw new ParcelError("no id", 400);'), ["medium"]);
    assert.deepEqual(ofCall('if (!req.params.id) throw new ParcelError("no id", 400); ParcelError.count();'), ["high"]);
    assert.deepEqual(ofCall("weigh(req.params.id);"), ["high"]);
  });

  it("is critical where the process that is in production cannot load it, or where a page renders a hook", () => {
    const server = 'import express from "express";\nconst app = express();\napp.use(weigh());\napp.listen(3000);\n';
    const files = { ...EXPRESS, "src/server.ts": server };
    assert.deepEqual(failures("undefined-call", { ...files, ...RELEASED }), ["critical weigh"]);
    assert.deepEqual(failures("undefined-call", files), ["high weigh"]);
    const page = {
      "package.json": '{ "name": "web", "dependencies": { "next": "^15.0.0", "react": "^19.0.0" } }',
      ...RELEASED,
      "src/app/api/up/route.ts": "export const GET = () => new Response();",
      "src/app/page.tsx":
        '\'use client\';\nimport Link from "next/link";\nexport default function Page() { const [a] = useState(1); return <Link href="/">{a}</Link>; }',
    };
    assert.deepEqual(failures("undefined-call", page), ["critical useState"]);
  });

  it("is medium where only a start by hand, or a test, leads to it", () => {
    const files = {
      ...EXPRESS,
      "src/server.js": 'const { sum } = require("./sum"); require("http").createServer(sum).listen(3000);',
    };
    const byHand =
      "const sum = () => 1;\nmodule.exports = { sum };\nif (require.main === module) {\n  report(sum());\n}\n";
    assert.deepEqual(failures("undefined-call", { ...files, "src/sum.js": byHand }), ["medium report"]);
    const started = { "package.json": '{ "name": "api", "scripts": { "start": "node src/sum.js" } }' };
    assert.deepEqual(failures("undefined-call", { ...files, ...started, "src/sum.js": byHand }), ["high report"]);
    const tested = "const sum = () => 1;\nfunction half() { return divide(sum()); }\nmodule.exports = { sum, half };\n";
    const test = { "src/sum.test.js": 'const { half } = require("./sum"); test("half", () => half());' };
    assert.deepEqual(failures("undefined-call", { ...files, "src/sum.js": tested, ...test }), ["medium divide"]);
  });
});

describe("sunset-api", () => {
  it("is medium for a version that another one answers", () => {
    assert.deepEqual(ofVersion("v20.0"), ["medium"]);
    assert.deepEqual(ofVersion("v13.0"), ["medium"]);
  });
});

/** A widget that asks for what is not exported, beside a sound one, behind one barrel. */
const ofWidgets = (main: string): string[] =>
  failures("missing-export", {
    "package.json": '{ "name": "web", "dependencies": { "next": "^15.0.0", "react": "^19.0.0" } }',
    "src/app/page.tsx": `${main}\nexport default function Page() { return <Clock />; }`,
    "src/widgets/index.ts": 'export { Clock } from "./clock"; export { Radar } from "./radar";',
    "src/widgets/clock.tsx": "export const Clock = () => <time />;",
    "src/widgets/radar.tsx": 'import { sweep } from "./sweep"; export const Radar = () => <p>{sweep()}</p>;',
    "src/widgets/sweep.ts": "export const turn = () => 1;",
  }).map((line) => line.split(" ")[0] ?? "");

describe("missing-export", () => {
  it("is medium in what a barrel offers and nobody takes", () => {
    assert.deepEqual(ofWidgets('import { Clock } from "../widgets";'), ["medium"]);
    assert.deepEqual(ofWidgets('import { Clock, Radar } from "../widgets"; console.log(<Radar />);'), ["high"]);
    assert.deepEqual(ofWidgets('import * as widgets from "../widgets"; const { Clock } = widgets;'), ["high"]);
  });

  it("is high where the name is asked for when a line runs", () => {
    const found = failures("missing-export", {
      "package.json": '{ "name": "api", "type": "module", "main": "src/server.ts" }',
      "src/server.ts":
        'export const send = async () => { const { digest } = await import("./mail.js"); return digest(); };',
      "src/mail.ts": "export const letter = () => 1;",
    });
    assert.deepEqual(found, ["high src/mail.ts#digest"]);
  });
});

const LOGGER = `class Log {
  json(text) { return text; }
  write(text) { CONDITION return json(text); }
}
module.exports = new Log();
`;

/** A method that is called without `this.`, behind a condition. */
const ofMethod = (condition: string): string[] =>
  failures("undefined-call", {
    ...EXPRESS,
    "src/server.js": 'const log = require("./log"); log.write("up");',
    "src/log.js": LOGGER.replace("CONDITION", () => condition),
  });

/** A broken function beside a sound one, behind one barrel. */
const ofLists = (main: string): string[] =>
  failures("undefined-call", {
    ...EXPRESS,
    "src/server.ts": main,
    "src/lists/index.ts": 'export { first } from "./first"; export { second } from "./second";',
    "src/lists/first.ts": "export const first = () => [];",
    "src/lists/second.ts": "export async function second() { return loadSecond(); }",
  });

describe("undefined-call", () => {
  it("is medium where a setting has to be made for it", () => {
    assert.deepEqual(ofMethod("if (process.env.LOG_JSON === 'true')"), ["medium json"]);
    assert.deepEqual(ofMethod("if (process.env.NODE_ENV === 'production')"), ["high json"]);
    assert.deepEqual(ofMethod(""), ["high json"]);
  });

  it("is medium in the handling of another error", () => {
    const handling = 'const { open } = require("fs");\ntry { open("a"); } catch (error) { report(error); }';
    assert.deepEqual(failures("undefined-call", { ...EXPRESS, "src/server.js": handling }), ["medium report"]);
    const given = 'require("fs").open("a", (err) => { if (err) next(err); });';
    assert.deepEqual(failures("undefined-call", { ...EXPRESS, "src/server.js": given }), ["medium next"]);
  });

  it("is medium in a function that only a barrel names", () => {
    assert.deepEqual(ofLists('import { first } from "./lists"; first();'), ["medium loadSecond"]);
    assert.deepEqual(ofLists('import { first, second } from "./lists"; first(second());'), ["high loadSecond"]);
  });

  it("counts a component that its own file renders as used", () => {
    const found = failures("undefined-call", {
      "package.json": '{ "name": "web", "dependencies": { "next": "^15.0.0", "react": "^19.0.0" } }',
      "src/app/page.tsx": `import { useState } from "react";
export function Total() { useState(1); return <p>{sumUp()}</p>; }
export default function Page() { return <Total />; }`,
    });
    assert.deepEqual(found, ["high sumUp"]);
  });
});

const VITE = {
  "package.json": '{ "name": "web", "dependencies": { "react": "^19.0.0" }, "devDependencies": { "vite": "^7.0.0" } }',
};
const ofPublic = (files: Readonly<Record<string, string>>): string[] =>
  failures("public-secret", { ...VITE, ...files });
const readOf = (name: string): string => `export const headers = { authorization: import.meta.env.${name} };`;

describe("public-secret", () => {
  it("is critical where a browser reads it, medium where only an example names it or little is behind it", () => {
    assert.deepEqual(ofPublic({ "src/main.ts": readOf("VITE_STRIPE_SECRET_KEY") }), [
      "critical VITE_STRIPE_SECRET_KEY",
    ]);
    assert.deepEqual(ofPublic({ "src/main.ts": readOf("VITE_ADMIN_TOKEN") }), ["high VITE_ADMIN_TOKEN"]);
    assert.deepEqual(ofPublic({ ".env.example": "VITE_STRIPE_SECRET_KEY=" }), ["medium VITE_STRIPE_SECRET_KEY"]);
    assert.deepEqual(ofPublic({ "src/main.ts": readOf("VITE_VERCEL_AUTOMATION_BYPASS_SECRET") }), [
      "medium VITE_VERCEL_AUTOMATION_BYPASS_SECRET",
    ]);
  });
});

const loom = (scripts: object): Record<string, string> => ({
  "package.json": JSON.stringify({ name: "loom", scripts, dependencies: { "aws-sdk": "^2.1692.0" } }),
  "src/server.js": "require('http').createServer(() => {}).listen(3000);",
});

const severities = (id: string, files: Readonly<Record<string, string>>): string[] =>
  failingRows(id, files, "2026-11-21").map(({ severity }) => String(severity));

describe("deprecated-package", () => {
  it("is low where neither code nor a script nor a tool's configuration uses it", () => {
    assert.deepEqual(severities("deprecated-package", loom({})), ["low"]);
    assert.deepEqual(severities("deprecated-package", loom({ start: "aws-sdk up" })), ["medium"]);
    assert.deepEqual(
      severities("deprecated-package", {
        ...loom({}),
        "src/server.js": "require('aws-sdk'); require('http').createServer(() => {}).listen(3000);",
      }),
      ["medium"],
    );
  });
});

describe("sql-string-interpolation", () => {
  const worker = {
    "package.json": '{ "name": "till", "private": true }',
    "src/index.ts":
      "export default {\n  async fetch(request: Request, env: { DB: D1Database }) {\n    const url = new URL(request.url);\n    const day = url.searchParams.get('day');\n    const { results } = await env.DB.prepare(`SELECT * FROM sales WHERE day = '${day}'`).all();\n    return Response.json(results);\n  },\n};\n",
  };
  it("is critical in a worker that wrangler deploys", () => {
    assert.deepEqual(
      severities("sql-string-interpolation", { ...worker, "wrangler.toml": 'name = "till"\nmain = "src/index.ts"\n' }),
      ["critical"],
    );
    assert.deepEqual(severities("sql-string-interpolation", worker), ["medium"]);
    const made = { "src/index.ts": worker["src/index.ts"].replace("get('day')", "get('day').replace('_on', '_at')") };
    const wrangler = { "wrangler.toml": 'name = "till"\nmain = "src/index.ts"\n' };
    assert.deepEqual(severities("sql-string-interpolation", { ...worker, ...made, ...wrangler }), ["high"]);
  });
});
