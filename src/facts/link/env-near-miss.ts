import type { EnvNearMissRow } from "../rows.js";
export const linkEnvNearMisses = (_reads: readonly string[], _declared: readonly string[]): EnvNearMissRow[] => [];
