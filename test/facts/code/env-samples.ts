import { extractCode } from "#src/facts/code/extract-code.js";
import type { FactSet } from "#src/facts/fact-set.js";

/** Facts of one small file. */
export const factsOf = (text: string, path = "src/app.ts"): FactSet =>
  extractCode({ path, language: /\.[cm]?ts$/.test(path) ? "typescript" : "javascript", role: "app" }, text).code.facts;
