import type { ImportRow } from "../rows.js";

/** What a file does with the names it imports. */
interface NameUse {
  /** True when a value mentions the name. */
  readonly isUsed: (name: string) => boolean;
  readonly hasJsx: boolean;
  readonly isTypeScript: boolean;
  /** What a component holds beside its scripts: its template can use what they import. */
  readonly markup: string;
}

/** What JSX becomes calls of, when it is not automatic. */
const JSX_FACTORY = /^(React|Preact|h|jsx|Fragment)$/;

/** Marks the imports whose names no value mentions. TypeScript leaves them out of what it writes; JavaScript still asks for them. */
export function markUnusedImports(rows: readonly ImportRow[], use: NameUse): void {
  for (const row of rows) {
    if (!/^(import|require)$/.test(row.kind) || row.local === null) continue;
    const isFactory = use.hasJsx && JSX_FACTORY.test(row.local);
    if (isFactory || use.isUsed(row.local) || isMentioned(row.local, use.markup)) continue;
    row.is_unused = true;
    if (use.isTypeScript && row.kind === "import") row.is_erased = true;
  }
}

/** `UserCard` is used as <UserCard> or <user-card>. */
function isMentioned(name: string, markup: string): boolean {
  if (markup === "") return false;
  const kebab = name.replace(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  const word = name.replaceAll("$", "\\$");
  return new RegExp(`(^|[^\\w$])${word}(?![\\w$])|<${kebab}(?![\\w-])`).test(markup);
}
