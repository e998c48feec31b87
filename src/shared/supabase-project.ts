/** A live Supabase project as something to ask: sources/supabase.ts goes there, facts/supabase/ decides what is asked. */

/** Whom a key lets in: a stranger (anon, publishable) or the project's own server (service_role, secret). */
export type KeyRole = "anon" | "service";

/** What an API says about itself, for one of its schemas. */
export interface ApiDescription {
  /** Tables and views. */
  readonly relations: readonly string[];
  readonly functions: readonly string[];
}

export type Answer = "readable" | "refused" | "missing" | "unserved" | "unclear";

export interface RelationAnswer {
  readonly answer: Answer;
  /** Rows that may be read; null when they were not counted. */
  readonly rowCount: number | null;
  /** Whether there is at least one; null when it is not known. */
  readonly hasRows: boolean | null;
  /** What came instead: PGRST205, 42501, HTTP 500, timeout. Never the server's words, which may hold a row's values. */
  readonly code: string | null;
}

export interface Bucket {
  readonly name: string;
  readonly isPublic: boolean;
}

/** Something that could not be asked; the reason is for people and holds no data. */
export interface NotAsked {
  readonly reason: string;
}

export interface SupabaseConnection {
  readonly host: string;
  /** Whose keys were given. */
  readonly roles: readonly KeyRole[];
  /** Requests made until now. */
  readonly requests: number;
  /**
   * Makes sure that this is Supabase's API and that it takes the key; returns the schemas that it serves, null when it does not say.
   * Throws a UserError otherwise.
   */
  findSchemas(role: KeyRole): Promise<readonly string[] | null>;
  describe(role: KeyRole, schema: string): Promise<ApiDescription | NotAsked>;
  /** Counts the rows that a stranger may read; none of them is fetched. Throws when the bounds of the asking are reached. */
  countRows(schema: string, name: string): Promise<RelationAnswer>;
  /** Whether a table or view is there for the service key. Throws when the bounds of the asking are reached. */
  findRelation(schema: string, name: string): Promise<RelationAnswer>;
  listBuckets(role: KeyRole): Promise<readonly Bucket[] | NotAsked>;
  /** Whether strangers get the files of a bucket by their address; null when that cannot be told, or there is none of that name. */
  isPublicBucket(name: string): Promise<boolean | null>;
}
