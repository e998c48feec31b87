/**
 * Masks secrets in source text before anything else sees it. Every masked text keeps its length in UTF-16 units and its
 * line ends, so that lines and columns hold; a provider's prefix stays, so that a finding can say whose key it is. Pure.
 */
import { findAssignedSecrets, type SecretSyntax } from "./secret-assignments.js";
import { findShapedSecrets, MASK, providerPrefix, type SecretRange } from "./secret-shapes.js";

export { isSecretName } from "./secret-names.js";
export { MASK } from "./secret-shapes.js";
export { isPlaceholder, isProviderSecret, looksLikeSecretValue } from "./secret-values.js";

export type { SecretSyntax } from "./secret-assignments.js";

/** Replaces every secret, in place and at the same length. Text without secrets comes back as it is. */
export function maskSecrets(text: string, syntax: SecretSyntax = "code"): string {
  const ranges = [...findShapedSecrets(text), ...findAssignedSecrets(text, syntax)];
  if (ranges.length === 0) return text;
  ranges.sort((a, b) => a.start - b.start);
  return maskRanges(text, ranges);
}

function maskRanges(text: string, ranges: readonly SecretRange[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const range of ranges) {
    if (range.end <= done) continue;
    const start = Math.max(range.start, done);
    parts.push(text.slice(done, start), text.slice(start, range.end).replace(/[^\r\n]/g, MASK));
    done = range.end;
  }
  parts.push(text.slice(done));
  return parts.join("");
}

/** Names a secret without giving it away: `sk-ant-•••• (51 characters)`. */
export function describeSecret(value: string): string {
  const unit = value.length === 1 ? "character" : "characters";
  return `${providerPrefix(value)}${MASK.repeat(4)} (${value.length} ${unit})`;
}
