import type { RepositoryFile, Role } from "../../shared/repository.js";
import { ForeignSql, SAMPLES } from "./foreign-sql.js";
import type { MigrationFolder, MigrationTool } from "./migration.js";
import { orderByName, orderDrizzle, orderFlyway, orderNumbered } from "./migration-order.js";

/** Reads one file of the repository; null when it cannot be read. */
export type ReadText = (path: string) => string | null;

const IGNORED_ROLES: ReadonlySet<Role> = new Set(["test", "vendored", "archived", "example", "docs"]);

/** pgTAP tests, and what was taken out of a folder of migrations or only leads back. */
const SET_ASIDE =
  /(?:^|\/)(?:supabase\/tests|(?:[a-z_-]*[_-])?(?:archived?|deprecated|disabled|rollbacks?|proposed|downs?|undo|old)(?:[_-]migrations)?|[a-z_-]+[_-]backups?)\//i;

/**
 * Finds a repository's SQL migrations for Postgres and puts them in their tool's own order.
 * Folders of a tool come first, plain folders after them; a dump of the whole schema counts only when there is nothing else.
 */
export function findMigrations(files: readonly RepositoryFile[], readText: ReadText): MigrationFolder[] {
  const usable = files
    .filter(({ path, role }) => !IGNORED_ROLES.has(role) && !SET_ASIDE.test(path))
    .map(({ path }) => path);
  const sql = usable.filter((path) => path.endsWith(".sql"));
  const all = new Set(files.map(({ path }) => path));
  const foreign = new ForeignSql(all, readText);
  const found = [...groupByFolder(sql)].flatMap(([dir, names]) => readFolder(dir, names, all, foreign, readText) ?? []);
  if (found.length === 0) return findDump(sql, foreign, readText);
  return found.sort((left, right) => rank(left) - rank(right) || (left.dir < right.dir ? -1 : 1));
}

const rank = ({ tool }: MigrationFolder): number => (tool === "plain" ? 1 : 0);

const OWN_FOLDER_FILE = /^((?:.*\/)?(?:migrations?|drizzle))\/[^/]+\/migration\.sql$/;

/** Files by the folder that their tool is pointed at; Prisma, and Drizzle since 1.0, have a folder for each migration. */
function groupByFolder(paths: readonly string[]): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const dir = OWN_FOLDER_FILE.exec(path)?.[1] ?? path.slice(0, Math.max(0, path.lastIndexOf("/")));
    const folder = folders.get(dir);
    if (folder) folder.push(path);
    else folders.set(dir, [path]);
  }
  return folders;
}

function readFolder(
  dir: string,
  paths: readonly string[],
  all: ReadonlySet<string>,
  foreign: ForeignSql,
  readText: ReadText,
): MigrationFolder | null {
  const journal = `${dir}/meta/_journal.json`;
  const journaled = all.has(journal) ? orderDrizzle(dir, readText(journal), paths) : null;
  if (journaled !== null) return journaled === "foreign" ? null : folderOf(dir, "drizzle", journaled);
  const own = paths.filter((path) => OWN_FOLDER_FILE.test(path));
  if (own.length > 0) return readOwnFolders(dir, own, all, foreign, readText);
  const up = paths.filter((path) => !/(?:^|[./_-])(?:down|rollback|undo)\.sql$/i.test(path));
  if (foreign.has(dir, up)) return null;
  const flyway = orderFlyway(up);
  if (flyway.length > 0) return folderOf(dir, "flyway", flyway);
  const numbered = orderNumbered(up);
  if (/(?:^|\/)supabase\/migrations$/.test(dir)) return folderOf(dir, "supabase", orderByName(numbered));
  if (/(?:^|\/)docker-entrypoint-initdb\.d$/.test(dir)) return folderOf(dir, "plain", orderByName(up));
  const tool = markedTool(up, readText);
  if (tool) return folderOf(dir, tool, numbered);
  return isPlainFolder(dir, numbered) ? folderOf(dir, "plain", numbered) : null;
}

/** A migration.sql in a folder of its own: Drizzle keeps a snapshot beside it, Prisma does not. */
function readOwnFolders(
  dir: string,
  paths: readonly string[],
  all: ReadonlySet<string>,
  foreign: ForeignSql,
  readText: ReadText,
): MigrationFolder | null {
  if (!isPostgresLock(readText(`${dir}/migration_lock.toml`)) || foreign.has(dir, paths)) return null;
  const isDrizzle = paths.some((path) => all.has(path.replace(/migration\.sql$/, "snapshot.json")));
  return folderOf(dir, isDrizzle ? "drizzle" : "prisma", paths.toSorted());
}

const folderOf = (dir: string, tool: MigrationTool, files: readonly string[]): MigrationFolder | null =>
  files.length > 0 ? { dir, tool, files } : null;

const isPostgresLock = (lock: string | null): boolean =>
  lock === null || /provider\s*=\s*"(?:postgresql|postgres|cockroachdb)"/.test(lock);

const MARKS: readonly (readonly [MigrationTool, RegExp])[] = [
  ["dbmate", /^\s*--\s*migrate:up\b/im],
  ["goose", /^\s*--\s*\+goose\s+up\b/im],
  ["node-pg-migrate", /^\s*--\s*(?:up|down) migration\b/im],
];

/** Tools that write a comment of their own into their files. */
function markedTool(paths: readonly string[], readText: ReadText): MigrationTool | null {
  for (const path of paths.slice(0, SAMPLES)) {
    const text = readText(path);
    const mark = text === null ? undefined : MARKS.find(([, pattern]) => pattern.test(text));
    if (mark) return mark[0];
  }
  return null;
}

const PLAIN_FOLDER = /(?:^|\/)(?:migrations?|migrate|drizzle)(?:\/(?:sql|postgres(?:ql)?|pg|up))?$/i;
/** `migrations/tenant`: a folder for each database or part. */
const PART_FOLDER = /(?:^|\/)migrations\/[^/]+$/i;
const SQL_FOLDER = /(?:^|\/)(?:db|database|sql|schema|postgres(?:ql)?|initdb)$/i;

/** A folder called migrations, or one for SQL with at least two numbered files. One-off scripts are neither. */
function isPlainFolder(dir: string, numbered: readonly string[]): boolean {
  if (/(?:^|\/)scripts?\//.test(dir)) return false;
  return PLAIN_FOLDER.test(dir) || ((SQL_FOLDER.test(dir) || PART_FOLDER.test(dir)) && numbered.length > 1);
}

const DUMP_NAME =
  /(?:^|\/)(?:(?:db|database)?[_-]?(?:schema|structure|dump|init|setup|create[_-]tables)|full[_-]schema)\.sql$/i;

/** The one file that makes the whole schema: the one nearest to the root. */
function findDump(paths: readonly string[], foreign: ForeignSql, readText: ReadText): MigrationFolder[] {
  const candidates = paths.filter((path) => DUMP_NAME.test(path) && !foreign.isNamed(path));
  candidates.sort((left, right) => left.split("/").length - right.split("/").length || (left < right ? -1 : 1));
  for (const path of candidates) {
    const text = readText(path);
    if (text === null || !/\bcreate\s+(?:unlogged\s+)?table\b/i.test(text)) continue;
    const dir = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    if (!foreign.has(dir, [path])) return [{ dir, tool: "dump", files: [path] }];
  }
  return [];
}
