/** Clients that a generator writes into the repository, and the package they stand for. */
import type { SpecifierTarget } from "./code-graph.js";

/** Prisma 7 writes its client where the schema says: `../generated/prisma/client`. The folder is ignored, or generated. */
const PRISMA_PATH = /(^|[/._-])prisma([/._-]|$)/i;
const PRISMA_NAMES = new Set(["PrismaClient", "Prisma"]);

/**
 * What an import of a generated client means. `isGenerated` says whether the file it leads to was written by a generator;
 * null when it leads nowhere.
 */
export function generatedClient(
  specifier: string,
  name: string,
  target: SpecifierTarget,
  isGenerated: boolean | null,
): SpecifierTarget {
  const isAbsent = isGenerated === null && target.package === null && target.resolution !== "builtin";
  const isClient = PRISMA_NAMES.has(name) && PRISMA_PATH.test(specifier) && (isAbsent || isGenerated === true);
  return isClient ? { resolution: "package", resolvedFile: null, package: "@prisma/client" } : target;
}
