/** Where a part of the text of SQL comes from that is no text: worst first. */
const ORDER = [
  "request",
  "parameter",
  "unknown",
  "call",
  "environment",
  "checked",
  "quoted",
  "choice",
  "number",
  "constant",
] as const;

export type PartOrigin = (typeof ORDER)[number];

/** The worst among several: that of an expression with parts. */
export const worstOrigin = (origins: readonly PartOrigin[]): PartOrigin =>
  ORDER.find((each) => origins.includes(each)) ?? "constant";
