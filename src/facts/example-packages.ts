/**
 * Packages beside the product that only show how to use it: a webhook receiver to copy, a demo client. Their manifest says
 * so. Nobody deploys them, whatever they start: the role of their files is `example`.
 */
import type { FactSet } from "./fact-set.js";
import type { PackageInfo } from "./link/package-exports.js";
import type { FileRow } from "./rows.js";

/** "Webhook endpoint example", "An example of …", "Simple demo for …"; not "a demo environment for sales". */
const DESCRIBED =
  /\b(examples?|sample)\W*$|^\W*(an? |the |this is an? )?((simple|basic|minimal|small|tiny|complete|full|working|official) )?(example|sample|demo|tutorial|playground)\b(?! (environment|account|booking|request|data|mode))/i;
const NAMED = /(^|[-_/])(example|examples|sample|demo-app|playground)([-_]\d+)?$/i;

const CHANGED = new Set(["app", "config", "script"]);

/** Gives such files their role. Asked before linking: what an example serves must not count as what the product does. */
export function markExamplePackages(
  facts: FactSet,
  packages: readonly PackageInfo[],
  files: readonly Pick<FileRow, "package_dir" | "role">[],
): void {
  const needed = new Set((facts.dependency ?? []).filter((row) => row.is_workspace).map(({ name }) => name));
  const examples = new Set(
    packages
      // The repository's own purpose may be to be an example; then that is what is judged.
      .filter(({ dir, name }) => dir !== "" && !(name !== null && needed.has(name)))
      .filter(({ name, description }) => DESCRIBED.test(description ?? "") || NAMED.test(name ?? ""))
      .map(({ dir }) => dir),
  );
  if (examples.size === packages.length) return;
  for (const info of files) {
    if (CHANGED.has(info.role) && info.package_dir !== null && examples.has(info.package_dir)) info.role = "example";
  }
}
