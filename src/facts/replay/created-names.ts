const NAME = String.raw`((?:"[^"]+"|\w+)(?:\s*\.\s*(?:"[^"]+"|\w+))?)`;

const CREATED: Readonly<Record<CreatedKind, RegExp>> = {
  relation: new RegExp(
    String.raw`\bcreate\s+(?:or\s+replace\s+)?(?:(?:unlogged|temp|temporary|global|local|recursive|foreign|materialized)\s+)*(?:table|view|sequence)\s+(?:if\s+not\s+exists\s+)?${NAME}|\brename\s+to\s+${NAME}`,
    "gi",
  ),
  type: new RegExp(String.raw`\bcreate\s+(?:type|domain)\s+${NAME}|\brename\s+to\s+${NAME}`, "gi"),
  function: new RegExp(
    String.raw`\bcreate\s+(?:or\s+replace\s+)?(?:function|procedure)\s+${NAME}|\brename\s+to\s+${NAME}`,
    "gi",
  ),
  role: new RegExp(String.raw`\bcreate\s+(?:role|user|group)\s+(?:if\s+not\s+exists\s+)?${NAME}`, "gi"),
  schema: new RegExp(String.raw`\bcreate\s+schema\s+(?:if\s+not\s+exists\s+)?(?:authorization\s+)?${NAME}`, "gi"),
};

export type CreatedKind = "relation" | "type" | "function" | "role" | "schema";

const KINDS = ["relation", "type", "function", "role", "schema"] as const;

/**
 * Names that some migration creates, wherever it does: also in the text of a DO block, and in a statement that fails.
 * What is not among them is no matter of order: no migration makes it.
 */
export class CreatedNames {
  readonly #names: Record<CreatedKind, Set<string>> = {
    relation: new Set(),
    type: new Set(),
    function: new Set(),
    role: new Set(),
    schema: new Set(),
  };

  constructor(texts: readonly string[]) {
    for (const text of texts) {
      for (const kind of KINDS) {
        for (const [, name, renamed] of text.matchAll(CREATED[kind])) {
          this.#names[kind].add(lastName(name ?? renamed ?? ""));
        }
      }
    }
  }

  /** All of them, whatever they are. */
  all(): string[] {
    return KINDS.flatMap((kind) => [...this.#names[kind]]);
  }

  has(kind: CreatedKind, name: string): boolean {
    return this.#names[kind].has(lastName(name));
  }
}

/** `public."Order"` → `Order`, as Postgres folds it. */
export function lastName(name: string): string {
  const last = /(?:"([^"]+)"|([^".\s]+))\s*$/.exec(name);
  return last?.[1] ?? (last?.[2] ?? name).toLowerCase();
}
