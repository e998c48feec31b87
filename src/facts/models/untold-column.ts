/** What the code of a model does not say of a column that it merely names. */
export const UNTOLD_COLUMN = {
  type: null,
  type_dialect: null,
  line: null,
  is_unique: false,
  relation: null,
  relation_name: null,
  local_json: null,
  foreign_json: null,
} as const;
