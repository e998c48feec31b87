/** Run by the build: writes the archive that engines start from, unless it is there. */
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { startingDataPath } from "./starting-data.js";

const folder = dirname(startingDataPath);
for (const name of readdirSync(folder)) {
  // Another version's.
  if (name.startsWith("starting-data-") && name !== basename(startingDataPath)) rmSync(join(folder, name));
}

if (!existsSync(startingDataPath)) {
  const engine = await PGlite.create();
  const archive = await engine.dumpDataDir("gzip");
  await engine.close();
  writeFileSync(startingDataPath, Buffer.from(await archive.arrayBuffer()));
}
