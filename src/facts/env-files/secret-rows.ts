import type { Repository } from "../../shared/repository.js";
import type { EnvFileRow, SecretRow } from "../rows.js";
import { envFileKind } from "./env-file-kind.js";

type Source = Pick<Repository, "files"> & Partial<Pick<Repository, "secrets" | "isTracked">>;

/** Secrets that were seen while files were read. */
export const secretRows = (repository: Source): SecretRow[] =>
  (repository.secrets ?? []).map((secret) => ({ ...secret, is_tracked: repository.isTracked?.(secret.file) ?? null }));

/** Env files, with whether git has them. */
export const envFileRows = (repository: Source): EnvFileRow[] =>
  repository.files.flatMap(({ path }) => {
    const kind = envFileKind(path);
    if (kind === null) return [];
    const { source, environment } = kind;
    return [{ path, source, environment, is_tracked: repository.isTracked?.(path) ?? null }];
  });
