/** Addresses of databases, wherever they stand: the scheme says which kind of database is meant. */
import type { DbAddressRow } from "./rows.js";

/** `postgresql+asyncpg://`, and the scheme alone where an address is put together from parts. */
const SCHEME =
  /(?<![\w+])(postgres(?:ql)?|cockroachdb|sqlite|mysql|mariadb|mssql|oracle)(?:\+(\w+))?(?=:\/\/)|^(postgresql|sqlite|mysql|mariadb|mssql|oracle)\+(\w+)$/;

const DIALECTS: Readonly<Record<string, string>> = {
  postgres: "postgresql",
  cockroachdb: "postgresql",
  mariadb: "mysql",
};

type Address = Pick<DbAddressRow, "dialect" | "driver">;

/** The first address in a text; null when there is none. */
export function addressIn(text: string): Address | null {
  const [, name, driver, bare, bareDriver] = SCHEME.exec(text) ?? [];
  const scheme = name ?? bare;
  if (scheme === undefined) return null;
  return { dialect: DIALECTS[scheme] ?? scheme, driver: driver ?? bareDriver ?? null };
}

/** Those of a configuration file, one per line; what is commented out is meant to be switched on by somebody. */
export function databaseAddresses(file: string, text: string): DbAddressRow[] {
  if (!text.includes("://")) return [];
  return text.split("\n").flatMap((content, index) => {
    const address = content.length > 2_000 ? null : addressIn(content);
    return address === null ? [] : [{ file, line: index + 1, ...address }];
  });
}
