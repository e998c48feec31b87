import type { RuntimeVersionRow } from "../rows.js";
import { readRange, shortVersion } from "../packages/dependency-version.js";
import { readNodeVersion } from "../packages/node-version.js";

/** Variables by which build platforms (Netlify, Render, Heroku, Cloudflare) choose a runtime. */
const PRODUCTS: Readonly<Record<string, string>> = {
  NODE_VERSION: "node",
  PYTHON_VERSION: "python",
  PNPM_VERSION: "pnpm",
  YARN_VERSION: "yarn",
  BUN_VERSION: "bun",
};

/** The runtime that setting a variable chooses; null for every other variable. */
export function runtimeFromVariable(
  name: string,
  text: string,
): Pick<RuntimeVersionRow, "product" | "version" | "raw" | "is_pinned"> | null {
  const product = Object.hasOwn(PRODUCTS, name) ? PRODUCTS[name] : undefined;
  if (product === undefined || text === "") return null;
  const plain = product === "node" ? readNodeVersion(text) : (/^\d+(?:\.\d+)*$/.exec(text)?.[0] ?? null);
  if (plain !== null) return { product, version: plain, raw: text, is_pinned: true };
  const { version, isOneMajor } = readRange(text);
  const short = version === null ? null : shortVersion(version);
  return { product, version: short, raw: text, is_pinned: short !== null && isOneMajor };
}
