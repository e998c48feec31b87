import { type CreatedNames, lastName } from "./created-names.js";
import { missingExtension } from "./extensions.js";

export type AssumedKind = "table" | "schema" | "type" | "role" | "function" | "extension";

/** Something that migrations take for granted and none of them creates. */
export interface Assumption {
  readonly kind: AssumedKind;
  /** Schema of a table, type or function; null for everything else. */
  readonly schema: string | null;
  readonly name: string;
}

/** What Postgres answered. */
export interface SqlFailure {
  readonly code: string;
  readonly message: string;
  readonly detail: string;
}

export interface Repair {
  /** Run before the statement is tried again. */
  readonly sql: string;
  /** What is assumed from now on; null when an assumed table only gets a column. */
  readonly assumption: Assumption | null;
}

interface AssumedTable {
  /** With its schema, in quotes. */
  readonly name: string;
  readonly columns: Set<string>;
}

/** Infers what is missing from what is said about it, so that one missing base table is one problem and not fifty. */
export class Assumptions {
  readonly #created: CreatedNames;
  readonly #tables = new Map<string, AssumedTable>();
  readonly #isSupabase: boolean;

  constructor(created: CreatedNames, isSupabase: boolean) {
    this.#created = created;
    this.#isSupabase = isSupabase;
  }

  /** What would let the statement succeed; null when it truly fails. */
  repair(failure: SqlFailure, sql: string): Repair | null {
    return (
      this.#missingTable(failure, sql) ??
      this.#missingExtension(failure) ??
      this.#missingName(failure, sql) ??
      this.#missingFunction(failure, sql) ??
      this.#missingKey(failure, sql) ??
      this.#missingColumn(failure, sql) ??
      this.#otherType(failure, sql)
    );
  }

  #missingTable({ code, message }: SqlFailure, sql: string): Repair | null {
    // An index, a view or a sequence that is not there is no table.
    if (/^(?:comment\s+on|alter|drop|reindex)\s+(?:index|sequence|(?:materialized\s+)?view)\b/i.test(sql)) return null;
    const name = /^relation "(.+)" does not exist$/.exec(message)?.[1];
    if (code !== "42P01" || name === undefined || this.#created.has("relation", quoted(name))) return null;
    const { schema, name: table } = splitName(name);
    if (/^pg_|^information_schema$/.test(schema) || table.startsWith("pg_") || this.#tables.has(table)) return null;
    const full = `${ident(schema)}.${ident(table)}`;
    this.#tables.set(table, { name: full, columns: new Set() });
    return {
      sql: `CREATE SCHEMA IF NOT EXISTS ${ident(schema)} AUTHORIZATION postgres; CREATE TABLE ${full} (); ALTER TABLE ${full} OWNER TO postgres`,
      assumption: { kind: "table", schema, name: table },
    };
  }

  #missingExtension({ code, message }: SqlFailure): Repair | null {
    const name = code === "42704" || code === "42883" ? missingExtension(message) : null;
    if (name === null) return null;
    const schema = this.#isSupabase ? "extensions" : "public";
    return {
      sql: `CREATE EXTENSION ${ident(name)} WITH SCHEMA ${schema} CASCADE`,
      assumption: { kind: "extension", schema: null, name },
    };
  }

  #missingName({ code, message }: SqlFailure, sql: string): Repair | null {
    const [, kind, name] = /^(schema|role|type) "(.+)" does not exist$/.exec(message) ?? [];
    if (name === undefined || (code !== "42704" && code !== "3F000")) return null;
    if (kind === "schema" && !this.#created.has("schema", quoted(name))) {
      return {
        sql: `CREATE SCHEMA ${ident(name)} AUTHORIZATION postgres`,
        assumption: { kind, schema: null, name },
      };
    }
    if (kind === "role" && !this.#created.has("role", quoted(name))) {
      return {
        sql: `CREATE ROLE ${ident(name)}; GRANT ${ident(name)} TO postgres WITH ADMIN OPTION`,
        assumption: { kind, schema: null, name },
      };
    }
    return kind === "type" && /^alter\s+type\b/i.test(sql) ? this.#missingEnum(name) : null;
  }

  /** Triggers and policies that call what nobody wrote: what it returns follows from where it stands. */
  #missingFunction({ code, message }: SqlFailure, sql: string): Repair | null {
    const [, full, list] = /^function (.+?)\((.*)\) does not exist$/.exec(message) ?? [];
    const isTrigger = /^create\s+(?:or\s+replace\s+)?(?:constraint\s+)?trigger\b/i.test(sql);
    if (code !== "42883" || full === undefined || list === undefined) return null;
    if (!isTrigger && !/^(?:create|alter)\s+policy\b/i.test(sql)) return null;
    if (this.#created.has("function", quoted(full)) || (isTrigger && list !== "")) return null;
    const { schema, name } = splitName(full);
    // One of Postgres's own, called with other types.
    if (!full.includes(".") && /^(?:jsonb?|array|pg|to|date|string|regexp)_/.test(name)) return null;
    const types = list.replaceAll(/\bunknown\b/g, "text");
    const isSet = new RegExp(String.raw`\bin\s*\(\s*select\s+[\w".]*${escape(name)}"?\s*\(`, "i").test(sql);
    const returned = isSet ? `SETOF ${this.#typeOf("id")}` : "boolean";
    const body = isTrigger
      ? "trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
      : `${returned} LANGUAGE sql STABLE AS 'SELECT NULL::${isSet ? this.#typeOf("id") : "boolean"}'`;
    const signature = `${ident(schema)}.${ident(name)}(${types})`;
    return {
      sql: `CREATE FUNCTION ${signature} RETURNS ${body}; ALTER FUNCTION ${signature} OWNER TO postgres`,
      assumption: { kind: "function", schema, name },
    };
  }

  /** A type is only known to be an enum where a value is added to it. */
  #missingEnum(name: string): Repair | null {
    const bare = name.replaceAll('"', "");
    if (this.#created.has("type", quoted(bare))) return null;
    const { schema, name: type } = splitName(bare);
    return {
      sql: `CREATE TYPE ${ident(schema)}.${ident(type)} AS ENUM (); ALTER TYPE ${ident(schema)}.${ident(type)} OWNER TO postgres`,
      assumption: { kind: "type", schema, name: type },
    };
  }

  /** A foreign key needs a unique target. */
  #missingKey({ code, message }: SqlFailure, sql: string): Repair | null {
    const name = /^there is no (?:unique constraint matching given|primary) keys? for referenced table "(.+)"$/.exec(
      message,
    )?.[1];
    const table = name === undefined ? undefined : this.#tables.get(name);
    if ((code !== "42830" && code !== "42704") || table === undefined || name === undefined) return null;
    const columns = referencesOf(sql).find((reference) => reference.table === name && reference.columns.length > 0);
    if (columns) return only(`ALTER TABLE ${table.name} ADD UNIQUE (${columns.columns.map(ident).join(", ")})`);
    table.columns.add("id");
    return only(
      `ALTER TABLE ${table.name} ADD COLUMN IF NOT EXISTS id ${this.#typeOf("id")}; ALTER TABLE ${table.name} ADD PRIMARY KEY (id)`,
    );
  }

  #missingColumn({ code, message }: SqlFailure, sql: string): Repair | null {
    if (code !== "42703") return null;
    const [, owner, column] =
      /^column (?:"?([^".]+)"?\.)?"?([^".]+?)"?(?: of relation ".+"| referenced in foreign key constraint| named in key)? does not exist$/.exec(
        message,
      ) ?? [];
    if (column === undefined) return null;
    const relation = / of relation "(.+)" does not exist$/.exec(message)?.[1];
    const table = this.#tables.get(relation ?? this.#ownerOf(owner, column, message, sql) ?? "");
    if (table === undefined) return null;
    table.columns.add(column);
    return only(`ALTER TABLE ${table.name} ADD COLUMN ${ident(column)} ${this.#typeOf(column)}`);
  }

  /** The assumed table that a column must belong to. */
  #ownerOf(owner: string | undefined, column: string, message: string, sql: string): string | undefined {
    if (message.includes("referenced in foreign key")) {
      return referencesOf(sql).find(({ table, columns }) => columns.includes(column) && this.#lacks(table, column))
        ?.table;
    }
    if (owner !== undefined) return this.#tables.has(owner) ? owner : tableOfAlias(owner, sql);
    return [...this.#tables.keys()].find(
      (table) => this.#lacks(table, column) && new RegExp(String.raw`\b${escape(table)}\b`, "i").test(sql),
    );
  }

  #lacks(table: string, column: string): boolean {
    return this.#tables.get(table)?.columns.has(column) === false;
  }

  /** A foreign key tells the type of what it points to. */
  #otherType({ code, detail }: SqlFailure, sql: string): Repair | null {
    const [, own, column] = /^Key columns "([^"]+)" of .+ and "([^"]+)" of the referenced table/.exec(detail) ?? [];
    const [, from] = / are of incompatible types: (.+) and /.exec(detail) ?? [];
    if (code !== "42804" || from === undefined || own === undefined || column === undefined) return null;
    const table = this.#tables.get(targetOf(own, sql) ?? "");
    if (table === undefined) return null;
    return only(`ALTER TABLE ${table.name} ALTER COLUMN ${ident(column)} TYPE ${from} USING NULL`);
  }

  #typeOf(column: string): string {
    if (/(?:^|_)ids$|^tags$/i.test(column)) return "text[]";
    if (/(?:^|_)id$|Id$/.test(column)) return this.#isSupabase ? "uuid" : "text";
    if (/_at$|At$|(?:^|_)(?:date|time|timestamp)$/.test(column)) return "timestamptz";
    if (
      /^(?:is|has|can)_|^(?:is|has|can)[A-Z]|(?:^|_)(?:enabled|active|completed|verified|deleted|visible|required)$/.test(
        column,
      )
    )
      return "boolean";
    if (/(?:^|_)(?:count|amount|total|price|quantity|position|balance|score)$/i.test(column)) return "numeric";
    if (/(?:^|_)(?:metadata|settings|config|data|json|payload)$/i.test(column)) return "jsonb";
    return /^fts$|tsv|_vector$/.test(column) ? "tsvector" : "text";
  }
}

/** A name as the server prints it; without a schema it would have been in `public`. */
function splitName(text: string): { schema: string; name: string } {
  const bare = text.replaceAll('"', "");
  const at = bare.indexOf(".");
  return at === -1 ? { schema: "public", name: bare } : { schema: bare.slice(0, at), name: bare.slice(at + 1) };
}

const only = (sql: string): Repair => ({ sql, assumption: null });

const ident = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A name as the server prints it, already folded. */
const quoted = (name: string): string => ident(name.slice(name.lastIndexOf(".") + 1).replaceAll('"', ""));

const escape = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

interface Reference {
  readonly table: string;
  readonly columns: readonly string[];
}

const REFERENCES = /\breferences\s+((?:"[^"]+"|\w+)(?:\.(?:"[^"]+"|\w+))?)\s*(?:\(([^)]*)\))?/gi;

/** Targets of the foreign keys in a statement. */
const referencesOf = (sql: string): Reference[] =>
  [...sql.matchAll(REFERENCES)].map(([, table = "", columns]) => ({
    table: lastName(table),
    columns: columns === undefined ? [] : columns.split(",").map((column) => lastName(column.trim())),
  }));

/** The table that a column's foreign key points to, written with the column or after the columns. */
function targetOf(column: string, sql: string): string | undefined {
  const own = String.raw`"?${escape(column)}"?`;
  const pattern = String.raw`(?:\bforeign\s+key\s*\(\s*${own}\s*\)|(?:^|[\s,(])${own}\s[^,]*?)\s*\breferences\s+((?:"[^"]+"|\w+)(?:\.(?:"[^"]+"|\w+))?)`;
  const name = new RegExp(pattern, "i").exec(sql)?.[1];
  return name === undefined ? undefined : lastName(name);
}

function tableOfAlias(alias: string, sql: string): string | undefined {
  const pattern = String.raw`\b(?:from|join|update|into|using|,)\s+(?:only\s+)?((?:"[^"]+"|\w+)(?:\.(?:"[^"]+"|\w+))?)\s+(?:as\s+)?"?${escape(alias)}\b`;
  const name = new RegExp(pattern, "i").exec(sql)?.[1];
  return name === undefined ? undefined : lastName(name);
}
