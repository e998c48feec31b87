import type { Role } from "../shared/repository.js";
import type { Severity } from "../shared/rule.js";

/** Placeholder until the config reader lands: every setting at its default. */
export interface Config {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly roles: Readonly<Record<string, Role>>;
  readonly rules: readonly string[];
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly severity: Readonly<Record<string, Severity>>;
  readonly output: readonly string[];
  readonly failOn?: Severity | "never" | undefined;
  readonly minScore?: number | undefined;
  readonly asOf?: string | undefined;
  readonly baseline?: string | undefined;
  readonly format?: string | undefined;
}

export const loadConfig = (_root: string, _file?: string): { config: Config; file: string | null } => ({
  config: { include: [], exclude: [], roles: {}, rules: [], only: [], skip: [], severity: {}, output: [] },
  file: null,
});
