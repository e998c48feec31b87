import type { CallRow, WrapperModuleRow } from "../rows.js";

export type WrapperKind = "retry" | "breaker" | "rate-limit" | "timeout" | "queue";

/** What protects most comes first: of several kinds a function's `is_wrapper` names one. */
export const WRAPPER_KINDS: readonly WrapperKind[] = ["retry", "breaker", "timeout", "rate-limit", "queue"];

const isWrapperKind = (text: string): text is WrapperKind => WRAPPER_KINDS.some((kind) => kind === text);

/** Members of a wrapper that take a function without protecting it. */
const LISTENS = /^(on|once|off|addListener|removeListener|subscribe|then|catch|finally|fallback|on[A-Z]\w*)$/;

/** Options that take a function which only watches or decides: onFailedAttempt, retryIf, fallback. */
const WATCHES = /^(on[A-Z]\w*|fallback|\w*[iI]f|should\w+|is[A-Z]\w*|beforeAttempt|calculate\w+|errorFilter|log\w*)$/;

/** Whether a function under this name in an object argument is what a wrapper runs. */
export const isRunOption = (property: string | null): boolean => property === null || !WATCHES.test(property);

interface Entry {
  readonly kind: WrapperKind;
  /** Null: whatever takes a function. */
  readonly symbols: RegExp | null;
}

/** Packages that retry, break, limit, time out or queue what they are given. */
export class WrapperModules {
  readonly #entries = new Map<string, Entry[]>();

  constructor(rows: readonly WrapperModuleRow[]) {
    for (const { module, kind, symbols } of rows) {
      if (!isWrapperKind(kind)) continue;
      const entry = { kind, symbols: symbols === null ? null : new RegExp(`(^|\\.)(?:${symbols})$`, "u") };
      const known = this.#entries.get(module);
      if (known) known.push(entry);
      else this.#entries.set(module, [entry]);
    }
  }

  /** What a call into such a package does with the function it is given; [] for every other call. */
  kindsOf(row: CallRow): readonly WrapperKind[] {
    const isOutside = row.origin === "package" || (row.origin === "builtin" && row.package === "asyncio");
    if (!isOutside || row.package === null || LISTENS.test(row.method)) return [];
    const entries = this.#entries.get(row.package);
    if (!entries) return [];
    const path = [row.symbol ?? "", ...(row.path === null ? [] : [row.path])].join(".");
    return entries.filter(({ symbols }) => symbols === null || symbols.test(path)).map(({ kind }) => kind);
  }
}
