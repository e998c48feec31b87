/** `createdAt` → created_at, as Drizzle's casing and Kysely's CamelCasePlugin name columns. */
export const snakeCase = (name: string): string => name.replace(/([a-z\d])([A-Z])/g, "$1_$2").toLowerCase();
