/** What one statement of a migration does to one object. */

export const ACTIONS = [
  "create-table",
  "create-index",
  "drop-index",
  "reindex",
  "add-column",
  "drop-column",
  "rename-column",
  "change-type",
  "set-not-null",
  "drop-not-null",
  "add-constraint",
  "validate-constraint",
  "drop-constraint",
  "detach-partition",
  "rename-table",
  "drop-table",
  "drop-schema",
  "drop-database",
  "truncate",
  "add-enum-value",
  "create-extension",
  "set",
  "begin",
  "commit",
  "rollback",
  "write",
  "overlong-identifier",
] as const;
export type Action = (typeof ACTIONS)[number];

export interface StatementAction {
  readonly action: Action;
  readonly schema: string | null;
  readonly table: string | null;
  /** Column, index, constraint, type, setting or extension; an overlong identifier in full. */
  readonly name: string | null;
  /** Kind of a constraint; new name; value of a setting; insert, update or delete of a write. */
  readonly detail: string | null;
  /** Of a column, as the parser writes it: int4, varchar(20), text[]. */
  readonly type: string | null;
  readonly isConcurrent: boolean;
  readonly isNotValid: boolean;
  readonly usesIndex: boolean;
  readonly isCascade: boolean;
  /** IF EXISTS or IF NOT EXISTS. */
  readonly isConditional: boolean;
  /** NOT NULL or part of a primary key. */
  readonly isRequired: boolean;
  readonly defaultKind: "none" | "constant" | "volatile" | "unknown";
}

const NOTHING: Omit<StatementAction, "action"> = {
  schema: null,
  table: null,
  name: null,
  detail: null,
  type: null,
  isConcurrent: false,
  isNotValid: false,
  usesIndex: false,
  isCascade: false,
  isConditional: false,
  isRequired: false,
  defaultKind: "none",
};

export const actionOf = (action: Action, more: Partial<Omit<StatementAction, "action">> = {}): StatementAction => ({
  action,
  ...NOTHING,
  ...more,
});
