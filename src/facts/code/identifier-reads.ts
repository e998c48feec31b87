import type { ts } from "ts-morph";
import type { OriginFinder } from "./origin.js";
import type { Binding } from "./scope.js";

/** Identifiers of a file in expression position, by the declaration they mean. */
export class IdentifierReads {
  readonly #finder: Pick<OriginFinder, "binding">;
  readonly #byName = new Map<string, ts.Identifier[]>();
  readonly #byBinding = new Map<string, Map<Binding, ts.Identifier[]>>();

  constructor(finder: Pick<OriginFinder, "binding">) {
    this.#finder = finder;
  }

  add(node: ts.Identifier): void {
    const known = this.#byName.get(node.text);
    if (known) known.push(node);
    else this.#byName.set(node.text, [node]);
  }

  /** Whether the name is read anywhere, whatever it means there. */
  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** What the name means; null for a global. */
  binding(name: ts.Identifier): Binding | null {
    return this.#finder.binding(name);
  }

  /** Every place that reads what this name declares, the name itself left out. Ask only after the walk. */
  of(name: ts.Identifier): ts.Identifier[] {
    const binding = this.#finder.binding(name);
    if (!binding) return [];
    return (this.#grouped(name.text).get(binding) ?? []).filter((candidate) => candidate !== name);
  }

  #grouped(name: string): ReadonlyMap<Binding, ts.Identifier[]> {
    const known = this.#byBinding.get(name);
    if (known) return known;
    const groups = new Map<Binding, ts.Identifier[]>();
    for (const candidate of this.#byName.get(name) ?? []) {
      const binding = this.#finder.binding(candidate);
      if (!binding) continue;
      const group = groups.get(binding);
      if (group) group.push(candidate);
      else groups.set(binding, [candidate]);
    }
    this.#byBinding.set(name, groups);
    return groups;
  }
}
