import assert from "node:assert/strict";
import { test } from "node:test";
import type { Role } from "#src/shared/repository.js";
import { classifyRole, isGeneratedText, refineRole } from "#src/sources/classify.js";
import { classifyFile } from "#src/sources/reading.js";

/** Every path was seen in a public repository, or is the look-alike of one. */
const ROLES: Readonly<Record<Role, readonly string[]>> = {
  app: [
    "app/orders/tasks.py",
    "src/index.ts",
    "index.js",
    "app/page.tsx",
    "server.js",
    "bin/www",
    "bin/cli.js",
    "lib/db.py",
    "main.py",
    "supabase/functions/send-mail/index.ts",
    "packages/api/src/routes/users.ts",
    // Words of the product, below a source folder or in a URL.
    "src/api/vendor/route.ts",
    "src/modules/archive/archive.service.ts",
    "src/services/backup/restore.ts",
    "src/marketing-copy/texts.ts",
    "src/db-backup/run.ts",
    "src/old-people/index.ts",
    "src/features/demo/book-demo.tsx",
    "src/agents/tools/search.ts",
    "src/docs/swagger.ts",
    "app/api/test/route.ts",
    "app/docs/page.tsx",
    "app/examples/page.tsx",
    "src/features/example-sentences/list.ts",
    "supabase/functions/template-sync/index.ts",
    "infra/example.com/server.ts",
    "src/app/(admin)/archived/page.tsx",
    "src/routes/demo/+page.svelte",
    "pages/test.tsx",
    "pages/api/scripts/index.ts",
    "pages/examples/[id].tsx",
    "src/templates/welcome.tsx",
    "packages/email/templates/welcome/index.tsx",
    "templates/invoice.ts",
    "packages/tools/src/index.ts",
    "apps/ab-test-service/src/index.ts",
    "services/latest/src/index.ts",
    // Configuration that is code of the application.
    "src/config/index.ts",
    "src/database.config.ts",
    "auth.config.ts",
    "sentry.server.config.ts",
    "app.config.ts",
    "instrumentation.ts",
    // Names that only contain a telling word.
    "src/latest.ts",
    "src/contest.ts",
    "src/inspect.ts",
    "src/threshold.ts",
    "src/old-age.ts",
    "src/testimonials.tsx",
    "src/generator.ts",
    "src/legacy/api.ts",
    "src/types/index.d.ts",
    "schema.sql",
    "src/migrations.ts",
    "src/seedling.ts",
    "app/routes/admin.seed.ts",
    "src/commands/db/migrate.ts",
    "docker/entrypoint.sh",
    "start.sh",
  ],
  test: [
    "apps/sdk-test/app/page.tsx",
    "packages/mock-server/src/index.ts",
    "apps/testbench/serve.ts",
    "src/a.test.ts",
    "src/a.spec.tsx",
    "a.e2e-spec.ts",
    "test/helper.ts",
    "tests/conftest.py",
    "app/tests/test_api.py",
    "src/__tests__/a.ts",
    "src/__mocks__/fs.ts",
    "e2e/login.ts",
    "src/agent/evals/run.ts",
    "cypress/support/commands.ts",
    "tests/fixtures/app/src/index.ts",
    "fixtures/app/before/src/index.ts",
    "testdata/a.json",
    "src/api.mock.ts",
    "jest.setup.ts",
    "src/setupTests.ts",
    "pkg/a_test.py",
    "test_main.py",
    "app/dashboard/__tests__/page.tsx",
    "pages/__tests__/index.tsx",
    "tests/pages/login.ts",
    "src/__snapshots__/a.snap",
    "migrations/__tests__/a.test.ts",
  ],
  script: [
    "docker/dependencies/wal-viewer/server.js",
    "scripts/backfill.ts",
    "packages/db/scripts/reset.ts",
    "src/scripts/seed.ts",
    "prisma/seed.ts",
    "supabase/seed.sql",
    "db/seeds/users.ts",
    "tools/release.mjs",
    "deploy.sh",
    "src/fix-users.script.ts",
    "src/db/migrate.ts",
  ],
  migration: [
    "migrations/001_init.sql",
    "supabase/migrations/20240101000000_init.sql",
    "supabase/migrations/20240101000000_drop_old.sql",
    "prisma/migrations/20240101_init/migration.sql",
    "prisma/migrations/migration_lock.toml",
    "src/modules/cart/migrations/Migration20240101.ts",
    "drizzle/0000_init.sql",
    "drizzle/meta/0000_snapshot.json",
    "alembic/versions/1a2b_init.py",
    "db/migrate/20240101_init.js",
    "sql/V1__init.sql",
  ],
  config: [
    "tasks.py",
    "package.json",
    "tsconfig.json",
    ".eslintrc.cjs",
    "next.config.mjs",
    "packages/web/vite.config.ts",
    "src/vitest.config.ts",
    "tailwind.config.ts",
    "custom.config.js",
    ".github/workflows/ci.yml",
    "docker-compose.yml",
    "Dockerfile",
    "Dockerfile.worker",
    ".env",
    ".env.example",
    "vercel.json",
    "fly.toml",
    "Procfile",
    "requirements.txt",
    "pyproject.toml",
    ".nvmrc",
    "gulpfile.js",
    "knexfile.ts",
    ".husky/pre-commit",
    "infra/main.tf",
  ],
  generated: [
    "src/graphql.generated.ts",
    "src/routeTree.gen.ts",
    "src/__generated__/types.ts",
    "src/generated/client/index.js",
    "src/lib/database.types.ts",
    "src/types/supabase.ts",
    "types_db.ts",
    "proto/user.pb.ts",
    "proto/user_pb.js",
    "proto/user_pb2.py",
    "dist/index.js",
    "action/dist/index.js",
    "public/lib.min.js",
    "next-env.d.ts",
    "pnpm-lock.yaml",
    "package-lock.json",
    ".next/server/app.js",
  ],
  vendored: [
    "test_env/lib/python3.12/site-packages/rich/console.py",
    "usr/lib/python3/dist-packages/six.py",
    "server/.venv/bin/activate_this.py",
    "vendor/github.com/a/b.js",
    "third_party/lib.py",
    "packages/a/vendor/lib.js",
    "node_modules/a/index.js",
    ".yarn/releases/yarn.cjs",
  ],
  example: [
    "apps/demo-shop/src/index.ts",
    "examples/next/app/page.ts",
    "packages/sdk/examples/a.ts",
    "example/index.js",
    "supabase/functions/example-with-logging/index.ts",
    "supabase/functions/template-function/index.ts",
    "nest-example/main.js",
    "samples/a.py",
    "demo/server.ts",
    "templates/starter/src/index.ts",
    "packages/create-app/templates/base/index.ts",
    "boilerplate/a.ts",
    "src/Button.stories.tsx",
    ".storybook/main.ts",
    "playground/index.ts",
  ],
  archived: [
    "archive/server.ts",
    "_archive/server.ts",
    "Backup 2023/server.js",
    "src-backup-20240131-101500/server.js",
    "src/backup_old/server.js",
    "old_2024-01-31/app.py",
    "Copy of api/index.js",
    "api - Copy (2)/index.js",
    "tests.old/test_api.py",
    "src/_old/server.ts",
    "src/deprecated/api.ts",
    "src/archived/api.ts",
    "backup/server.js",
    "old/server.js",
    "src/server.bak.ts",
    "src/server.ts.bak",
    "src/server.old.js",
    "src/server_old.ts",
    "src/server-backup.js",
    "src/index.js~",
  ],
  docs: [
    "README.md",
    "docs/setup.ts",
    "docs/a/b.mdx",
    "apps/docs/app/layout.ts",
    "CHANGELOG.md",
    "LICENSE",
    "content/blog/a.mdx",
    "CONTRIBUTING.rst",
  ],
};

for (const [role, paths] of Object.entries(ROLES)) {
  for (const path of paths) {
    test(`${path} is ${role}`, () => {
      assert.equal(classifyRole(path), role);
    });
  }
}

test("headers that say a program wrote the file", () => {
  const yes = [
    "/** @generated by protoc-gen-ts */",
    "// Code generated by sqlc. DO NOT EDIT.",
    "/* eslint-disable */\n/* tslint:disable */\n/* This file was automatically generated from schema.sql */",
    "# Auto-generated by openapi-generator",
    "/*\n * This file is auto-generated by orval\n */",
    "#!/usr/bin/env node\n'use strict';\n// @generated",
    "/*\n  @generated\n*/",
    '"""\nThis file was auto-generated by Fern.\n"""',
    "-- Generated by pg_dump. Do not edit this file.",
  ];
  const no = [
    "const text = '@generated';",
    "// Generates an id for the user",
    "// Do not edit the row while it is locked.",
    "// The invoice is generated by the billing job",
    "import { generated } from './x';",
    "",
    "import x from 'y';\n\nconst BANNER = `\n  // This file is generated automatically.\n`;",
    `${"const a = 1;\n".repeat(100)}// @generated`,
  ];
  for (const text of yes) assert.ok(isGeneratedText(text), text);
  for (const text of no) assert.ok(!isGeneratedText(text), text);
});

test("a header changes the role of code, and of nothing else", () => {
  const header = "// @generated by x\n";
  assert.equal(classifyFile("src/client.ts", header).role, "generated");
  assert.equal(classifyFile("src/client.test.ts", header).role, "test");
  assert.equal(classifyFile("supabase/migrations/1.sql", "-- @generated\n").role, "migration");
  assert.equal(classifyFile(".env", "# @generated by doppler\n").role, "config");
  const snapshot = '{\n  "format": "prodcheck schema snapshot",\n  "version": 1';
  assert.equal(classifyFile("db/schema.snapshot.json", snapshot).role, "generated");
  assert.equal(classifyFile("db/other.json", '{ "about": "prodcheck schema snapshot" }').role, "config");
});

test("a role that the user gave stays, whatever the header says", () => {
  const file = { path: "src/client.ts", language: "typescript", role: "app", bytes: 1 } as const;
  assert.equal(refineRole(file, "// @generated").role, "generated");
  assert.equal(refineRole({ ...file, isRoleGiven: true }, "// @generated").role, "app");
});
