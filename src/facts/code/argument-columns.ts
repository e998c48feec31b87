import type { CallRow } from "../rows.js";
import type { Argument } from "./file-code.js";

type ArgumentColumns = Pick<CallRow, `argument_${1 | 2 | 3}` | `argument_${1 | 2 | 3}_kind`>;

/** The first three arguments of a call, as its row holds them. */
export const argumentColumns = ([first, second, third]: readonly Argument[]): ArgumentColumns => ({
  argument_1: first?.text ?? null,
  argument_1_kind: first?.kind ?? null,
  argument_2: second?.text ?? null,
  argument_2_kind: second?.kind ?? null,
  argument_3: third?.text ?? null,
  argument_3_kind: third?.kind ?? null,
});
