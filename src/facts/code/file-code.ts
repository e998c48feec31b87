import type { Absence } from "./absence.js";
import type { EnvCode } from "./env-code.js";
import type { LoopRange } from "./loop-range.js";
import type { SettingCode } from "./settings.js";
import type { SqlText } from "./sql-text.js";
import type { TypeormCode } from "./typeorm-code.js";
import type { FactSet } from "../fact-set.js";
import type { CallRow, FunctionRow } from "../rows.js";

/**
 * Where a value comes from, as far as one file can tell. `steps` lead from the origin to the value:
 * `.name` a member, `()` the result of a call, `new` an instance. The linker follows them across files.
 */
export type Origin =
  | { readonly kind: "import"; readonly specifier: string; readonly name: string; readonly steps: readonly string[] }
  | { readonly kind: "global"; readonly name: string; readonly steps: readonly string[] }
  | { readonly kind: "function"; readonly id: number; readonly steps: readonly string[] }
  | { readonly kind: "shape"; readonly id: number; readonly steps: readonly string[] }
  | {
      readonly kind: "parameter";
      readonly functionId: number;
      readonly index: number;
      readonly steps: readonly string[];
    }
  | {
      /** A string: what is known of its text, holes as ${}. */
      readonly kind: "text";
      readonly text: string;
      /** What the text begins with, when that is not a literal: `${BASE_URL}/v1`. */
      readonly base: NotedOrigin | null;
      readonly steps: readonly string[];
    }
  | { readonly kind: "local"; readonly steps: readonly string[] }
  | { readonly kind: "unknown"; readonly steps: readonly string[] };

/** How sure an origin is: found through a type annotation, or one of several possible ones. */
export interface OriginNotes {
  readonly isTyped: boolean;
  readonly isConditional: boolean;
  /** Local id of the `new X()` or factory call that made it; left out when that is not known. */
  readonly madeBy?: number;
  /** What `Repository<User>` or `getRepository(User)` is a repository of; left out for everything else. */
  readonly of?: NotedOrigin;
}

export interface NotedOrigin extends OriginNotes {
  readonly origin: Origin;
}

/** Members of an object literal, a class instance, a class itself, an interface or an enum. */
export interface Shape {
  readonly members: ReadonlyMap<string, NotedOrigin>;
  /** Instance shape, for a class. */
  readonly instance: number | null;
  /** Local id of the class's own constructor. */
  readonly constructorId: number | null;
  /** Class it extends, or object it spreads. */
  readonly base: NotedOrigin | null;
  /** There may be members that are not among these: of a second base, a metaclass, a decorator, assignments from outside. */
  readonly isOpen?: boolean;
}

export type ArgumentKind =
  | "string"
  | "number"
  | "boolean"
  | "template"
  | "object"
  | "array"
  | "function"
  | "identifier"
  | "env"
  | "call"
  | "member"
  | "spread"
  | "regex"
  | "null"
  | "other";

/** A parameter of a function of the same file. */
export interface ParameterReference {
  /** Local id. */
  readonly functionId: number;
  readonly index: number;
}

export interface Argument {
  readonly kind: ArgumentKind;
  /** Literal value for strings, numbers and templates (holes as ${}), else source text; at most 200 characters. */
  readonly text: string;
  readonly line: number;
  /** Where its value comes from; null for literals. */
  readonly origin: NotedOrigin | null;
  /** Parameter that it is, or a member of which it is. */
  readonly parameter: ParameterReference | null;
  /** Function written in place. */
  readonly functionId: number | null;
  /** Call written in place (local id). */
  readonly callId: number | null;
  /** JSON of an object or array literal, as in call.options; null otherwise. */
  readonly json: string | null;
}

/** `name=value` */
export interface NamedArgument {
  readonly name: string;
  readonly value: Argument;
}

/** One link of a fluent chain, from the root on. */
export interface ChainLink {
  readonly method: string;
  readonly line: number;
  readonly callId: number;
  readonly arguments: readonly Argument[];
}

/** How the value of a call is used, in its own expression and through the names it is bound to. */
export interface ResultUse {
  /** Properties taken by destructuring. */
  readonly taken: readonly TakenProperty[];
  /** Members read of the value. */
  readonly membersRead: readonly string[];
  /** The whole value goes on: returned to the caller, or passed to a call, stored, compared … */
  readonly escape: "returned" | "passed" | null;
  /** Waited for, here or by a later `await`, `.then(…)` or Promise.all. */
  readonly isAwaited: boolean;
  /** What the code does when the value, once waited for, is missing; null when it was not followed. */
  readonly absence: Absence | null;
  /** Meant to fail without consequence: inside an error's handling, or a `try` whose `catch` only logs. */
  readonly isForgiven: boolean;
  /** A failure is written to a log at most; nothing else depends on the value. */
  readonly isBestEffort: boolean;
}

export interface TakenProperty {
  readonly property: string;
  /** The local name is read later. */
  readonly isRead: boolean;
  /** What the code does when it is missing; null when it is never read, or no data. */
  readonly absence: Absence | null;
}

export type ReceiverScope = "module" | "imported" | "global" | "parameter" | "local" | "this" | "unknown";

/** A call row with what only the linker needs. */
export interface CallRecord {
  readonly row: CallRow;
  /** False when the root is a name that this file neither declares nor imports. */
  readonly isBound: boolean;
  /** Origin of the callee, the callee's own member steps included. */
  readonly origin: NotedOrigin;
  readonly arguments: readonly Argument[];
  /** Python's keyword arguments; they are in `row.options` too. */
  readonly named: readonly NamedArgument[];
  /** Origins of what its object arguments spread, in the order of row.spreads_json. */
  readonly spreads: readonly NotedOrigin[];
  /** Set on the end of a fluent chain of two or more calls. */
  readonly chain: readonly ChainLink[] | null;
  readonly receiverScope: ReceiverScope;
  /** Parameter that the callee is, or begins with. */
  readonly parameter: ParameterReference | null;
  readonly resultUse: ResultUse;
  /** Call whose value the root variable of the callee was given: `query` in `query.eq(…)` (local id). */
  readonly continues: number | null;
  /** Calls that are given the functions around this one, innermost first. */
  readonly enclosingCalls: readonly EnclosingCall[];
  /** Local id of the call of which it is (part of) an argument. */
  readonly argumentOf: number | null;
  /** Innermost loop around it: over items, counting (for(;;), while), or counting what it names attempts. */
  readonly loop: "none" | "items" | "counter" | "attempts";
  /** What the loops around it go through; null outside of loops. */
  readonly range: LoopRange | null;
  /** What it decorates, when it is a decorator: a method (its function id) and its class. */
  readonly decorated: { readonly functionId: number | null; readonly className: string | null } | null;
  /** JSON of the object that says what to ask for, when its method is one of a query: see query-object.ts. */
  readonly queryObject: string | null;
  /** SQL that it is given, whatever it does with it. */
  readonly sqlText: SqlText | null;
}

/** A call that is given a function written in place. */
export interface EnclosingCall {
  /** Local id. */
  readonly callId: number;
  /** Name the function has in an object argument (`{ run: () => … }`); null when it is an argument itself. */
  readonly property: string | null;
}

/** `client.defaults.option = value` */
export interface ClientDefault {
  readonly client: NotedOrigin;
  readonly option: string;
  readonly value: Argument;
}

/** Everything one code file says. Serialisable; ids are local to the file and start at 1. */
export interface FileCode {
  readonly path: string;
  /** Rows that need no linking, or whose linked columns are still empty. */
  readonly facts: FactSet;
  readonly calls: readonly CallRecord[];
  readonly functions: readonly FunctionRow[];
  readonly shapes: ReadonlyMap<number, Shape>;
  /** What a function returns, by local id. */
  readonly returns: ReadonlyMap<number, NotedOrigin>;
  /** What it puts on the global object (`global.db = …`), by name. */
  readonly globals: ReadonlyMap<string, NotedOrigin>;
  /** What an exported name is. */
  readonly exports: ReadonlyMap<string, NotedOrigin>;
  /** Specifiers of `export * from`. */
  readonly stars: readonly string[];
  /** Assigns module.exports or exports.x: its export list cannot be relied on. */
  readonly isCommonJs: boolean;
  /** Has a "use server" directive at its top: every export is a server action. */
  readonly isServerActions: boolean;
  /** Functions used otherwise than by being called directly: passed, stored, returned. */
  readonly references: readonly FunctionReference[];
  /** What FastAPI runs before a function of the file, because its parameters ask for it: `user = Depends(current_user)`. */
  readonly dependencies: readonly Dependency[];
  /** Values that Python hands to a header, credentials, an address or parameters. */
  readonly handedValues: readonly HandedValue[];
  readonly env: EnvCode;
  /** Objects of settings, and the members that the file reads. */
  readonly settings: SettingCode;
  readonly clientDefaults: readonly ClientDefault[];
  /** Entities of TypeORM, and what its data sources are told. */
  readonly typeorm: TypeormCode;
}

/** A value where plain text is needed. */
export interface HandedValue {
  readonly origin: NotedOrigin;
  /** Source text. */
  readonly text: string;
  readonly line: number;
  readonly functionId: number | null;
  /** Header or parameter that it is for; "basic auth", "the address". */
  readonly key: string;
  /** It is put into a text, and so turned into one. */
  readonly isInText: boolean;
}

/** One thing that the parameters of a function depend on. */
export interface Dependency {
  readonly origin: NotedOrigin;
  /** As written: `current_user`, `RateLimiter(times=5)`; a name for a type of another file stands for itself. */
  readonly text: string;
  readonly line: number;
  /** The function that has the parameter (local id). */
  readonly functionId: number;
}

/** A use of something that may be a function. */
export interface FunctionReference {
  readonly origin: NotedOrigin;
  readonly line: number;
  readonly kind: "argument" | "reference";
  readonly callId: number | null;
  readonly callerId: number | null;
}
