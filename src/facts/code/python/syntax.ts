/** What of Python's syntax the facts need. Offsets count UTF-16 units from the start of the file. */

interface Span {
  readonly from: number;
  readonly to: number;
}

export type Expression = Span &
  (
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "member"; readonly object: Expression; readonly name: string; readonly nameFrom: number }
    | { readonly kind: "index"; readonly object: Expression; readonly index: Expression | null }
    | CallParts
    /** `text` is the value, holes of an f-string as `${}`; `holes` are their expressions. */
    | { readonly kind: "string"; readonly text: string; readonly holes: readonly Expression[] }
    | { readonly kind: "number"; readonly text: string }
    | { readonly kind: "boolean"; readonly value: boolean }
    | { readonly kind: "none" }
    | { readonly kind: "sequence"; readonly items: readonly Expression[] }
    | { readonly kind: "dictionary"; readonly entries: readonly DictionaryEntry[] }
    | { readonly kind: "await"; readonly value: Expression }
    | { readonly kind: "lambda"; readonly parameters: readonly Parameter[]; readonly body: Expression }
    | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
    | { readonly kind: "not"; readonly value: Expression }
    | {
        readonly kind: "conditional";
        readonly condition: Expression;
        readonly whenTrue: Expression;
        readonly whenFalse: Expression;
      }
    | { readonly kind: "comprehension"; readonly clauses: readonly Clause[]; readonly elements: readonly Expression[] }
    | { readonly kind: "walrus"; readonly target: Expression; readonly value: Expression }
    | { readonly kind: "starred"; readonly value: Expression }
    /** Anything else, with the expressions inside. */
    | { readonly kind: "other"; readonly parts: readonly Expression[] }
  );

interface CallParts {
  readonly kind: "call";
  readonly callee: Expression;
  readonly arguments: readonly CallArgument[];
}

export type Call = Span & CallParts;

export interface CallArgument {
  /** Of `name=value`. */
  readonly name: string | null;
  /** `*value` or `**value`. */
  readonly isSpread: boolean;
  readonly value: Expression;
}

export interface DictionaryEntry {
  /** Null for `**value`. */
  readonly key: Expression | null;
  readonly value: Expression;
}

/** `for target in iterable if condition …` of a comprehension. */
export interface Clause {
  readonly target: Expression | null;
  readonly iterable: Expression | null;
  readonly conditions: readonly Expression[];
}

export interface Parameter {
  readonly name: string;
  /** "" | "*" | "**" */
  readonly star: string;
  readonly annotation: Expression | null;
  readonly default: Expression | null;
}

export interface FunctionStatement extends Span {
  readonly kind: "function";
  readonly name: string;
  readonly nameFrom: number;
  readonly isAsync: boolean;
  readonly parameters: readonly Parameter[];
  readonly returns: Expression | null;
  readonly decorators: readonly Expression[];
  readonly body: readonly Statement[];
}

export interface ClassStatement extends Span {
  readonly kind: "class";
  readonly name: string;
  readonly nameFrom: number;
  readonly arguments: readonly CallArgument[];
  readonly decorators: readonly Expression[];
  readonly body: readonly Statement[];
}

export interface ImportedModule extends Span {
  /** Dotted, relative ones with their leading dots. */
  readonly module: string;
  /** Of `from … import name`: the name, "*" for all; null for a plain import. */
  readonly name: string | null;
  /** Name it gets here; null for "*". */
  readonly local: string | null;
  /** `import a.b`: binds the top package `a`. */
  readonly bindsTop: boolean;
}

export interface Handler {
  readonly type: Expression | null;
  readonly name: string | null;
  readonly body: readonly Statement[];
}

export interface WithItem {
  readonly value: Expression;
  readonly target: Expression | null;
}

export type Statement = Span &
  (
    | { readonly kind: "expression"; readonly value: Expression }
    | {
        readonly kind: "assign";
        readonly targets: readonly Expression[];
        readonly annotation: Expression | null;
        readonly value: Expression | null;
      }
    | { readonly kind: "augment"; readonly target: Expression; readonly value: Expression }
    | FunctionStatement
    | ClassStatement
    | {
        readonly kind: "if";
        readonly branches: readonly { readonly condition: Expression | null; readonly body: readonly Statement[] }[];
      }
    | {
        readonly kind: "for";
        readonly target: Expression;
        readonly iterable: Expression;
        readonly body: readonly Statement[];
        readonly otherwise: readonly Statement[];
      }
    | {
        readonly kind: "while";
        readonly condition: Expression;
        readonly body: readonly Statement[];
        readonly otherwise: readonly Statement[];
      }
    | {
        readonly kind: "try";
        readonly body: readonly Statement[];
        readonly handlers: readonly Handler[];
        readonly otherwise: readonly Statement[];
        readonly ending: readonly Statement[];
      }
    | { readonly kind: "with"; readonly items: readonly WithItem[]; readonly body: readonly Statement[] }
    | { readonly kind: "return"; readonly value: Expression | null }
    | { readonly kind: "raise"; readonly value: Expression | null }
    | { readonly kind: "import"; readonly modules: readonly ImportedModule[] }
    /** assert, del, global, match and the like, with what is inside. */
    | { readonly kind: "other"; readonly values: readonly Expression[]; readonly body: readonly Statement[] }
  );
