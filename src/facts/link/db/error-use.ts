import type { ResultUse } from "../../code/file-code.js";

/** Properties of a PostgREST answer that say whether it worked. */
const TELLS_FAILURE = new Set(["error", "status", "statusText", "success"]);

/**
 * Whether anybody looks at the error of a client that answers `{ data, error }` instead of throwing. True when the
 * error, or the whole answer, is read or handed on; false when it is dropped; null when it cannot be told.
 */
export function isErrorRead(use: ResultUse): boolean | null {
  if (use.taken.some(({ property, isRead }) => isRead && TELLS_FAILURE.has(property))) return true;
  if (use.membersRead.some((member) => TELLS_FAILURE.has(member))) return true;
  if (use.escape === "returned") return true;
  // A query that is passed on before it ran may be awaited there.
  if (use.escape === "passed") return use.isAwaited ? true : null;
  return false;
}

/** Names that are taken from an answer and read. */
export function namesRead(use: ResultUse): string[] {
  const taken = use.taken.filter(({ isRead }) => isRead).map(({ property }) => property);
  return [...taken, ...use.membersRead].filter((name) => ANSWER.has(name));
}

const ANSWER = new Set([...TELLS_FAILURE, "data", "count"]);
