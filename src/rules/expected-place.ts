/** Where an example says that its finding is. */
export type ExpectedPlace =
  | { readonly kind: "line"; readonly file: string; readonly line: number }
  | { readonly kind: "file"; readonly file: string }
  | { readonly kind: "object"; readonly name: string };

/** Reads `src/a.ts:2`, `src/a.ts` or `object:orders.total`. */
export function parseExpectedPlace(text: string): ExpectedPlace {
  if (text.startsWith("object:")) return { kind: "object", name: text.slice("object:".length).trim() };
  const match = /^(.+):([1-9]\d*)$/.exec(text);
  if (match?.[1] === undefined) return { kind: "file", file: text };
  return { kind: "line", file: match[1], line: Number(match[2]) };
}
