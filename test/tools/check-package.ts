/** Checks what `npm pack` would publish: everything the tool needs at run time, nothing that only its developers need. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const packed = z.array(z.object({ files: z.array(z.object({ path: z.string() })), unpackedSize: z.number() })).parse(
  JSON.parse(
    execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: root,
      encoding: "utf8",
      shell: process.platform === "win32",
    }),
  ),
);
const files = new Set((packed[0]?.files ?? []).map(({ path }) => path));
const problems: string[] = [];

const rules = readdirSync(`${root}rules`, { recursive: true, encoding: "utf8" }).filter((path) =>
  path.endsWith(".yaml"),
);
const needed = [
  "package.json",
  "README.md",
  "LICENSE",
  "dist/cli.js",
  "dist/facts/schema.sql",
  "dist/reports/audit-result.schema.json",
  "dist/rules/checked-selects.json",
  "dist/shared/parsed-yaml.json",
  "docs/rules/README.md",
  ...rules.map((path) => `rules/${path.replaceAll("\\", "/")}`),
];
if (![...files].some((path) => /^dist\/facts\/replay\/starting-data-.+\.tar\.gz$/.test(path)))
  problems.push("the data that the embedded engine starts with are missing from the package");
for (const path of needed) if (!files.has(path)) problems.push(`${path} is missing from the package`);
for (const path of files) {
  if (!/^(dist|rules|docs\/rules)\/|^(package\.json|README\.md|LICENSE)$/.test(path))
    problems.push(`${path} does not belong in the package`);
}
if (!readFileSync(`${root}dist/cli.js`, "utf8").startsWith("#!/usr/bin/env node\n"))
  problems.push("dist/cli.js does not begin with a hashbang");

const { packages } = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        dev: z.boolean().optional(),
        hasInstallScript: z.boolean().optional(),
        resolved: z.string().optional(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(`${root}package-lock.json`, "utf8")));
const manifest = z.object({
  scripts: z.record(z.string(), z.string()).default({}),
  allowScripts: z.record(z.string(), z.boolean()).default({}),
});
const { allowScripts } = manifest.parse(JSON.parse(readFileSync(`${root}package.json`, "utf8")));

/** What npm would run on installing it: as the lock file says, and as the package itself does. */
function hasInstallScript(path: string): boolean {
  if (packages[path]?.hasInstallScript) return true;
  const folder = `${root}${path}/`;
  // Packages of other platforms are not here.
  if (!existsSync(`${folder}package.json`)) return false;
  const { scripts } = manifest.parse(JSON.parse(readFileSync(`${folder}package.json`, "utf8")));
  return ["preinstall", "install", "postinstall"].some((name) => scripts[name]) || existsSync(`${folder}binding.gyp`);
}

for (const [path, { dev, resolved }] of Object.entries(packages)) {
  if (path === "") continue;
  if (resolved !== undefined) problems.push(`${path}: the lock file names a registry address`);
  if (!hasInstallScript(path)) continue;
  // Whoever installs prodcheck must not have to run anything; a tool of ours may have a script that is never run.
  if (!dev) problems.push(`${path} runs an install script`);
  else if (allowScripts[path.slice(path.lastIndexOf("node_modules/") + 13)] !== false)
    problems.push(`${path} runs an install script that allowScripts of package.json does not refuse`);
}

for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`package: ${files.size} files, ${problems.length} problems\n`);
if (problems.length > 0) process.exitCode = 1;
