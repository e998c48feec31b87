/**
 * Values of the YAML files that ship with prodcheck, stored as JSON by the build: parsing YAML took half of the time of
 * a small audit. YAML stays the one source. A value is found by the hash of the text it was made of, so a file that was
 * edited since, or that is somebody else's, is simply not there, and is parsed.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** Written by `npm run build`. */
export const parsedYamlFile: URL = new URL("parsed-yaml.json", import.meta.url);

export const yamlKey = (text: string): string => createHash("sha256").update(text).digest("base64");

let stored: ReadonlyMap<string, unknown> | null = null;

/** The value of a YAML text; undefined when the build has not seen it. */
export function parsedYaml(text: string): unknown {
  stored ??= readStored();
  return stored.size === 0 ? undefined : stored.get(yamlKey(text));
}

function readStored(): ReadonlyMap<string, unknown> {
  try {
    const values: unknown = JSON.parse(readFileSync(parsedYamlFile, "utf8"));
    return new Map(typeof values === "object" && values !== null ? Object.entries(values) : []);
  } catch {
    // Not built, or half written: YAML is parsed instead.
    return new Map();
  }
}
