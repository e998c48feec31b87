import type { NotedOrigin } from "../code/file-code.js";

/** What a value turned out to be after following it across files. */
export type Resolved =
  | {
      readonly kind: "package" | "builtin";
      readonly specifier: string;
      readonly package: string | null;
      readonly symbol: string;
      /** Members from the symbol on, calls left out. */
      readonly members: readonly string[];
      /** Steps from the symbol on, calls included. */
      readonly steps: readonly string[];
      readonly isLinked: boolean;
      readonly isTyped: boolean;
      readonly isConditional: boolean;
      readonly madeBy: number | null;
      /** What a repository is of: see NotedOrigin. */
      readonly of?: NotedInFile;
    }
  | { readonly kind: "function"; readonly id: number; readonly isLinked: boolean }
  | {
      readonly kind: "global";
      readonly name: string;
      readonly members: readonly string[];
      readonly steps: readonly string[];
      readonly madeBy: number | null;
    }
  | {
      readonly kind: "text";
      /** What is known of it, holes as ${}. */
      readonly text: string;
      /** What the text begins with, followed as far as it goes; null when it begins with a literal. */
      readonly base: Resolved | null;
    }
  | {
      readonly kind: "parameter";
      readonly functionId: number;
      readonly index: number;
      readonly steps: readonly string[];
    }
  | {
      readonly kind: "file";
      readonly isLinked: boolean;
      /** Of the class that it is. */
      readonly constructorId?: number;
      /** The class that it is, or of which it is an instance: path and local id of its shape. */
      readonly classKey?: string;
    }
  | { readonly kind: "local" | "unknown" };

/** A value, and the file that says where it comes from. */
export interface NotedInFile {
  readonly path: string;
  readonly noted: NotedOrigin;
}

/** What is noted on the way from a value to where it comes from. */
export interface Trail {
  readonly isLinked: boolean;
  readonly isTyped: boolean;
  readonly isConditional: boolean;
  /** Id of the `new X()` or factory call nearest to where the value comes from. */
  readonly madeBy: number | null;
  readonly of: NotedInFile | null;
}
