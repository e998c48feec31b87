import type { ts } from "ts-morph";
import { accessOf, type EnvAccess } from "./env-access.js";
import { EnvObjects, peel } from "./env-objects.js";
import { schemaCallAt, type SchemaCall } from "./env-schemas.js";
import { TermBuilder } from "./env-term-builder.js";
import type { ReadTests } from "./env-use.js";
import type { FileModel } from "./model.js";

/** What the collectors of environment facts know about one file together. */
export class EnvFile {
  readonly model: FileModel;
  readonly objects: EnvObjects;
  readonly terms: TermBuilder;
  /** Names that the file tests, and throws or exits without. */
  readonly validated = new Set<string>();
  /** Names of which one is enough: something stops when all of them are missing. */
  readonly alternatives = new Set<string>();
  /** Names that a schema checks → whether they may be missing. */
  readonly checked = new Map<string, boolean>();
  readonly #schemas = new Map<ts.Node, SchemaCall | null>();
  readonly #accesses = new Map<ts.Node, EnvAccess | null>();

  constructor(model: FileModel) {
    this.model = model;
    this.objects = new EnvObjects(model);
    this.terms = new TermBuilder(this);
  }

  /** The variables that an expression itself reads; null when it reads none. */
  accessOf(expression: ts.Expression): EnvAccess | null {
    const known = this.#accesses.get(expression);
    if (known !== undefined) return known;
    const found = accessOf(this.model, this.objects, expression);
    this.#accesses.set(expression, found);
    return found;
  }

  /** The validation of the environment that a call makes; null when it makes none. */
  schemaAt(node: ts.CallExpression): SchemaCall | null {
    const known = this.#schemas.get(node);
    if (known !== undefined) return known;
    // Set first: a schema that is made from its own result is none.
    this.#schemas.set(node, null);
    const found = schemaCallAt(this, node);
    this.#schemas.set(node, found);
    return found;
  }

  /** The names an expression reads; empty when it reads none or they are computed. */
  namesOf(expression: ts.Expression): readonly string[] {
    const access = this.accessOf(peel(expression));
    return access?.key.kind === "names" ? access.key.names : [];
  }

  /** How other expressions compare with a read of these names. */
  testsFor(names: readonly string[]): ReadTests {
    return {
      isSame: (other) => {
        const found = this.namesOf(other);
        return found.length > 0 && found.length === names.length && found.every((name, index) => name === names[index]);
      },
      isEnv: (other) => this.accessOf(peel(other)) !== null,
    };
  }
}
