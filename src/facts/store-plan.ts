/**
 * Indexes for the joins that rules make. Created after loading: filling an indexed table takes three times as long.
 */
export const INDEXES = [
  "call(file, line)",
  "call(package)",
  "call(function_id)",
  "call(method)",
  "call(target_function_id)",
  "import(file)",
  "import(package)",
  "import(local)",
  "import(resolved_file)",
  "export(file)",
  "export(name)",
  '"function"(file)',
  "function_use(function_id)",
  "call_wrapper(call_id)",
  "reach(function_id)",
  "literal(value)",
  "env_read(name)",
  "env_declaration(name)",
  "db_query(call_id)",
  "dependency(name)",
  "locked_package(name)",
  "global_name(name)",
  "deploy_setting(key)",
  "pg_table(name, schema)",
  'pg_column("table", name, schema)',
  'pg_index("table", schema)',
  "pg_index(name, schema)",
  'pg_index_column("table", column_name, schema)',
  'pg_index_column("index", schema)',
  'pg_constraint("table", schema)',
  "pg_constraint(target_table, target_schema)",
  'pg_policy("table", schema)',
  "pg_grant(name, schema)",
  "pg_function(name, schema)",
  'pg_trigger("table", schema)',
  "pg_view(name, schema)",
  "pg_sequence(owner_table)",
  'pg_table_activity("table", schema)',
  'migration_object(name, "table")',
  'migration_gap("table")',
] as const;

/**
 * Views that several rules ask and that take long: a whole audit computes each once. In the order of the schema, because
 * one may ask another.
 */
export const KEPT_VIEWS = ["made_client", "redis_look", "service_call", "app_stake", "idle_client", "env_gap"] as const;
