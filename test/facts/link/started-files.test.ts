import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";

type Files = Readonly<Record<string, string>>;

const started = (files: Files): Record<string, unknown> =>
  Object.fromEntries(
    querySample(files, "SELECT path, started FROM file WHERE started IS NOT NULL ORDER BY path").map((row) => [
      String(row["path"]),
      row["started"],
    ]),
  );

const text = "export const x = 1;";
const service = (scripts: object): string =>
  JSON.stringify({ name: "api", type: "module", scripts, dependencies: { express: "^5.0.0" } });

test("what the start script leads to while it loads is told apart from what a line asks for later", () => {
  assert.deepEqual(
    started({
      "package.json": service({ start: "node src/main.js", "seed:all": "node src/fill.js", mail: "node src/mail.js" }),
      "src/main.js": `import express from "express"; import "./a.js"; export const later = () => import("./b.js"); express().listen(1);`,
      "src/a.js": `import "./c.js";`,
      "src/b.js": `import "./d.js";`,
      "src/c.js": text,
      "src/d.js": text,
      "src/fill.js": text,
      "src/mail.js": text,
      "src/parts/lone.js": `import "./other.js";`,
      "src/parts/other.js": text,
    }),
    {
      "src/a.js": "start",
      "src/b.js": "use",
      "src/c.js": "start",
      "src/d.js": "use",
      "src/mail.js": "use",
      "src/main.js": "start",
    },
  );
});

test("a page is built although a test imports it; what a tool's configuration asks for is not", () => {
  assert.deepEqual(
    started({
      "package.json": JSON.stringify({ name: "web", dependencies: { next: "^15.0.0", react: "^19.0.0" } }),
      "next.config.js": `require("./mock/server.js");`,
      "mock/server.js": `require("express")().get("/a", (req, res) => res.end());`,
      "app/page.tsx": `import("../lib/chart"); export default function Page() { return null; }`,
      "app/page.test.tsx": `import Page from "./page"; test("page", () => Page());`,
      "lib/chart.ts": text,
    }),
    { "app/page.tsx": "start", "lib/chart.ts": "start" },
  );
});

test("a script beside the manifest of a page is not built into it", () => {
  assert.deepEqual(
    started({
      "package.json": JSON.stringify({ name: "web", dependencies: { vite: "^7.0.0", react: "^19.0.0" } }),
      "index.html": `<script type="module" src="/src/main.tsx"></script>`,
      "src/main.tsx": `import { createRoot } from "react-dom/client"; createRoot(document.body).render(null);`,
      "fill-tables.js": `import fetch from "node-fetch"; await fetch("https://db.example.com");`,
    }),
    { "index.html": "start", "src/main.tsx": "start" },
  );
});

test("a command that runs one index file does not start the others", () => {
  assert.deepEqual(
    started({
      "package.json": service({ worker: "tsx watch src/queue/index.ts", mail: "tsx src/letters.ts" }),
      "src/queue/index.ts": text,
      "src/shelf/index.ts": text,
      "src/post/letters.ts": text,
    }),
    { "src/post/letters.ts": "use", "src/queue/index.ts": "start" },
  );
});

const controller = (name: string): string =>
  `import { Controller, Get } from "@nestjs/common";\n@Controller("${name}")\nexport class ${name}Controller { @Get() all() { return []; } }\n`;
const moduleOf = (name: string): string =>
  `import { Module } from "@nestjs/common";\nimport { ${name}Controller } from "./${name}.controller";\n@Module({ controllers: [${name}Controller] })\nexport class ${name}Module {}\n`;

test("a controller of Nest is served where a module that its start leads to names it", () => {
  assert.deepEqual(
    started({
      "package.json": JSON.stringify({
        name: "api",
        dependencies: { "@nestjs/core": "^11.0.0", "@nestjs/common": "^11.0.0" },
      }),
      "src/main.ts": `import { NestFactory } from "@nestjs/core";\nimport { goatsModule } from "./goats/goats.module";\nvoid NestFactory.create(goatsModule).then((app) => app.listen(3000));\n`,
      "src/goats/goats.module.ts": moduleOf("goats"),
      "src/goats/goats.controller.ts": controller("goats"),
      "src/routes/sheep.module.ts": moduleOf("sheep"),
      "src/routes/sheep.controller.ts": controller("sheep"),
    }),
    {
      "src/goats/goats.controller.ts": "start",
      "src/goats/goats.module.ts": "start",
      "src/main.ts": "start",
    },
  );
});

test("calls that run only where their file is started by itself are marked", () => {
  const rows = querySample(
    {
      "package.json": service({}),
      "src/sum.js": `const sum = () => one();\nif (require.main === module) {\n  report(sum());\n} else {\n  two();\n}\n`,
      "src/app.js": `if (require.main !== module) {\n  hand();\n} else {\n  listen();\n}\nif (module.parent) out();\nif (!module.parent && mode() !== "test") serve();\n`,
      "src/esm.js": `if (import.meta.url === pathToFileURL(process.argv[1]).href) run();\n`,
      "jobs/mail.py": `def main():\n    send()\n\nif __name__ == "__main__":\n    main()\n`,
      "jobs/both.py": `if __name__ == "__main__":\n    if argv():\n        begin()\nelse:\n    app()\nif __name__ != "__main__":\n    loaded()\n`,
    },
    "SELECT callee FROM call WHERE in_main = 1 ORDER BY callee",
  );
  assert.deepEqual(
    rows.map((row) => row["callee"]),
    ["argv", "begin", "listen", "main", "report", "run", "serve", "sum"],
  );
});

test("what a deploy file starts, by its name or as a module, is not started by hand", () => {
  const rows = querySample(
    {
      Procfile: "mail: python -m jobs.mail\nbill: python jobs/bill.py\n",
      "requirements.txt": "flask==3.0.0\n",
      "jobs/mail.py": `if __name__ == "__main__":\n    mail()\n`,
      "jobs/bill.py": `if __name__ == "__main__":\n    bill()\n`,
      "jobs/ail.py": `if __name__ == "__main__":\n    ail()\n`,
    },
    "SELECT file FROM hand_started_call",
  );
  assert.deepEqual(
    rows.map((row) => row["file"]),
    ["jobs/ail.py"],
  );
});
