import type { NotedOrigin, Origin } from "./file-code.js";

export const UNKNOWN: NotedOrigin = { origin: { kind: "unknown", steps: [] }, isTyped: false, isConditional: false };
export const LOCAL: NotedOrigin = { origin: { kind: "local", steps: [] }, isTyped: false, isConditional: false };

/** An origin that is certain. */
export const noted = (origin: Origin): NotedOrigin => ({ origin, isTyped: false, isConditional: false });

/** The same origin, found through a type annotation. */
export const typed = (found: NotedOrigin): NotedOrigin => ({ ...found, isTyped: true });

/** The same origin, one of several possible ones. */
export const conditional = (found: NotedOrigin): NotedOrigin => ({ ...found, isConditional: true });

/** The same value, some steps further on. */
export function advance(found: NotedOrigin, ...steps: string[]): NotedOrigin {
  const { origin } = found;
  return steps.length === 0 ? found : { ...found, origin: { ...origin, steps: [...origin.steps, ...steps] } };
}

/** Leads to an import, a function, a shape, a global or a parameter. */
export const isKnown = (found: NotedOrigin): boolean =>
  found.origin.kind !== "unknown" && found.origin.kind !== "local";
