import type { CatchEffect } from "../catch-effect.js";
import type { Role } from "../../../shared/repository.js";
import type { FactSet } from "../../fact-set.js";
import type { EnclosingCall } from "../file-code.js";
import type { PythonOrigins } from "./origins.js";
import type { Scope } from "./scopes.js";

/** One Python file while it is being read. */
export interface PythonFile {
  readonly path: string;
  readonly role: Role;
  readonly text: string;
  readonly facts: FactSet;
  readonly origins: PythonOrigins;
  /** 1-based line of an offset. */
  readonly lineAt: (offset: number) => number;
}

/** How the value of an expression is used by what is around it. */
export interface Use {
  readonly result:
    | "ignored"
    | "variable"
    | "destructured"
    | "argument"
    | "condition"
    | "chained"
    | "returned"
    | "property"
    | "other";
  readonly names: readonly string[];
  readonly isAwaited: boolean;
  readonly held: "module" | "outer" | "closed" | "instance" | "returned" | "passed" | "local";
}

/** What surrounds the expression that is being visited. */
export interface Place {
  readonly scope: Scope;
  readonly functionId: number | null;
  readonly loop: "none" | "items" | "counter" | "attempts";
  readonly inTry: boolean;
  readonly inCatch: boolean;
  readonly inFinally: boolean;
  readonly inParallel: boolean;
  /** Innermost condition it depends on within its function, as source text. */
  readonly condition: string | null;
  /** Only where the file is started by itself. */
  readonly inMain: boolean;
  /** What the handlers of the innermost `try` around it do with an error. */
  readonly catchEffect: CatchEffect | null;
  /** Inside a `try` whose handlers log at most. */
  readonly isForgiven: boolean;
  /** In a function whose answer is kept: `@lru_cache`. */
  readonly isRemembered: boolean;
  /** Calls that are given the lambda around it, or in whose `with` or `for` it stands: `with timeout(5)`, `for attempt in Retrying()`. */
  readonly enclosing: readonly EnclosingCall[];
  /** Local id of the call of which it is (part of) an argument. */
  readonly argumentOf: number | null;
}
