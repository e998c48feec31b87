import type { Repository } from "../../shared/repository.js";
import type { EnvFileRow, SecretRow } from "../rows.js";
import { envFileKind } from "./env-file-kind.js";

type Source = Pick<Repository, "files"> & Partial<Pick<Repository, "secrets" | "isTracked">>;

/** Secrets that were seen while files were read; those with the same number are one. */
export function secretRows(repository: Source): SecretRow[] {
  const numbers = new Map<string, number>();
  return (repository.secrets ?? []).map(({ digest, ...secret }) => {
    const number = numbers.get(digest) ?? numbers.size + 1;
    numbers.set(digest, number);
    return { ...secret, number, is_tracked: repository.isTracked?.(secret.file) ?? null };
  });
}

/** Env files, with whether git has them. */
export const envFileRows = (repository: Source): EnvFileRow[] =>
  repository.files.flatMap(({ path }) => {
    const kind = envFileKind(path);
    if (kind === null) return [];
    const { source, environment } = kind;
    return [{ path, source, environment, is_tracked: repository.isTracked?.(path) ?? null }];
  });
