import type { NotedOrigin, Origin } from "./file-code.js";

export const UNKNOWN: NotedOrigin = { origin: { kind: "unknown", steps: [] }, isTyped: false, isConditional: false };
export const LOCAL: NotedOrigin = { origin: { kind: "local", steps: [] }, isTyped: false, isConditional: false };

/** An origin that is certain. */
export const noted = (origin: Origin): NotedOrigin => ({ origin, isTyped: false, isConditional: false });

/**
 * An origin with its notes. There are hundreds of thousands of them: written out instead of spread, because V8 gives an
 * object made by a spread a hidden class of its own often enough to double its size.
 */
function note(origin: Origin, isTyped: boolean, isConditional: boolean, { madeBy, of }: Maker): NotedOrigin {
  const found = madeBy === undefined ? { origin, isTyped, isConditional } : { origin, isTyped, isConditional, madeBy };
  return of === undefined ? found : { ...found, of };
}

const makerOf = ({ of }: NotedOrigin, madeBy: number): Maker => (of === undefined ? { madeBy } : { madeBy, of });

type Maker = Pick<NotedOrigin, "madeBy" | "of">;

/** The same origin, found through a type annotation. */
export const typed = (found: NotedOrigin): NotedOrigin => note(found.origin, true, found.isConditional, found);

/** The same origin, one of several possible ones (or, when `is` is false, the only one). */
export const conditional = (found: NotedOrigin, is = true): NotedOrigin => note(found.origin, found.isTyped, is, found);

/** The same origin, made by a call. */
export const madeBy = (found: NotedOrigin, callId: number): NotedOrigin =>
  isKnown(found) ? note(found.origin, found.isTyped, found.isConditional, makerOf(found, callId)) : found;

/** The same origin, a repository of something. */
export const repositoryOf = (found: NotedOrigin, of: NotedOrigin): NotedOrigin =>
  isKnown(found) && isKnown(of) ? { ...found, of } : found;

/** The same value, some steps further on. Steps from nowhere lead nowhere: a third of all values share one origin. */
export function advance(found: NotedOrigin, ...steps: string[]): NotedOrigin {
  if (steps.length === 0 || !isKnown(found)) return found;
  const { origin, isTyped, isConditional } = found;
  // concat() takes the room that is needed; a spread of two lists takes room for seventeen.
  return note({ ...origin, steps: origin.steps.concat(steps) }, isTyped, isConditional, found);
}

/** Leads to an import, a function, a shape, a global or a parameter. */
export const isKnown = (found: NotedOrigin): boolean =>
  found.origin.kind !== "unknown" && found.origin.kind !== "local";
