import { collectFacts, openStore } from "../audit.js";
import type { FactStore } from "../facts/store.js";
import type { FactSet } from "../facts/fact-set.js";
import { loadData } from "../rules/load-data.js";
import { builtInDataFolder } from "../rules/load-rules.js";
import { memoryRepository } from "../shared/memory-repository.js";
import { ignoredBy } from "../sources/ignore-rules.js";
import { fileReading } from "../sources/reading.js";

let data: FactSet | null = null;

/** Facts of an example of a rule: a repository that exists only in memory, read exactly as one on disk. */
export function openExample(files: Readonly<Record<string, string>>, asOf: string): FactStore {
  data ??= loadData(builtInDataFolder).facts;
  // Rows are changed in place while they are merged, so every example gets its own.
  const reading = { ...fileReading, isIgnored: ignoredBy(files[".gitignore"] ?? "") };
  const { facts } = collectFacts(memoryRepository(files, reading), structuredClone(data), asOf);
  return openStore(facts);
}
