import type { EnvNearMissRow } from "../rows.js";

/** Placeholder until the matcher lands. */
export const linkEnvNearMisses = (_reads: readonly string[], _unread: readonly string[]): EnvNearMissRow[] => [];
