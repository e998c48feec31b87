import type { EnvReadRow } from "../rows.js";
import type { EnvDefault, EnvUsage } from "./env-use.js";
import type { SchemaSite } from "./env-schemas.js";
import type { EnvTerm } from "./env-terms.js";
import type { GuardDraft } from "./guard-rows.js";

/** What a file says about the environment that only other files can complete. Serialisable; ids are local. */
export interface EnvCode {
  /** Exported names that depend on the environment. */
  readonly exports: Map<string, EnvTerm>;
  /** Branches whose condition comes from other files. */
  readonly guards: GuardDraft[];
  /** Functions that read the variable their caller names. */
  readonly readers: EnvReaderFunction[];
  /** What becomes of the value of calls that name a variable, by call id. */
  readonly uses: Map<number, CallUse>;
  /** Places where the environment is held against a schema. */
  readonly schemas: SchemaSite[];
  /** Members of imported objects that may hold the environment. */
  readonly reads: ImportedRead[];
}

/** `const requireEnv = (name) => process.env[name] ?? …`. */
export interface EnvReaderFunction {
  readonly functionId: number;
  /** Parameter that is, or lists, the names. */
  readonly index: number;
  readonly shape: "name" | "list" | "rest";
  readonly prefix: string;
  readonly suffix: string;
  /** Parameter whose value replaces a missing variable. */
  readonly fallbackIndex: number | null;
  /** Literal with which the function itself replaces a missing variable. */
  readonly fallback: EnvDefault;
  /** Throws or exits when the variable is missing and there is no replacement. */
  readonly isStrict: boolean;
}

export interface CallUse {
  readonly usage: EnvUsage;
  readonly fallback: EnvDefault;
  readonly isAsserted: boolean;
  readonly comparedTo: string | null;
}

export interface ImportedRead {
  /** The object; the variable's name is in the row. */
  readonly object: EnvTerm;
  readonly row: EnvReadRow;
}

export const emptyEnvCode = (): EnvCode => ({
  exports: new Map(),
  guards: [],
  readers: [],
  uses: new Map(),
  schemas: [],
  reads: [],
});
