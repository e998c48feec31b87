import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";

// The engine does not export its manifest.
const manifest = new URL("../package.json", import.meta.resolve("@electric-sql/pglite"));
/** Of the embedded Postgres. */
export const { version: engineVersion } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(manifest, "utf8")));

/** What `initdb` makes, as an archive; its name has the engine's version, because only that can read it. */
export const startingDataPath: string = fileURLToPath(
  new URL(`starting-data-${engineVersion}.tar.gz`, import.meta.url),
);

/**
 * The data that an engine starts with. Unpacking them takes 0.4 s where making them takes 2.4 s; without the archive (it is written
 * when the package is built) the engine makes them itself.
 */
export async function readStartingData(): Promise<Blob | undefined> {
  try {
    return new Blob([await readFile(startingDataPath)], { type: "application/x-gzip" });
  } catch {
    return undefined;
  }
}
