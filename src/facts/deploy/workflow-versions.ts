import { readRange, shortVersion } from "../packages/dependency-version.js";
import { readNodeVersion } from "../packages/node-version.js";

/** Version of a hosted runner label: `ubuntu-22.04`; null for self-hosted labels. `ubuntu-latest` has no version. */
export function runnerVersion(label: string): { version: string | null; is_pinned: boolean } | null {
  const match = /^(?:ubuntu|macos|windows)-(latest|\d[\w.]*)/i.exec(label);
  if (!match) return null;
  return match[1] === "latest"
    ? { version: null, is_pinned: false }
    : { version: label.toLowerCase(), is_pinned: true };
}

/** Version of `owner/action@v3`; of a commit, the version that the comment after it names. Null for local and Docker actions. */
export function actionVersion(
  uses: string,
  comment: string | null,
): { version: string | null; is_pinned: boolean } | null {
  const reference = /^[^./][^@]*\/[^@]+@(.+)$/.exec(uses)?.[1];
  if (reference === undefined || uses.startsWith("docker:")) return null;
  const isCommit = /^[\da-f]{40}$/.test(reference);
  const named = isCommit ? (comment ?? "") : reference;
  const version = /(?:^|[\s@/])v?(\d+(?:\.\d+)*)(?=$|[\s-])/.exec(named)?.[1] ?? null;
  return { version, is_pinned: isCommit || version !== null };
}

interface SetupVersion {
  readonly product: string;
  readonly version: string | null;
  readonly is_pinned: boolean;
}

/** Actions that install a runtime, the input with its version, and the product. */
const SETUPS: readonly (readonly [action: RegExp, input: string, product: string])[] = [
  [/(?:^|\/)setup-node@|volta-cli\/action@/, "node-version", "node"],
  [/(?:^|\/)setup-python@|setup-uv@/, "python-version", "python"],
  [/pnpm\/(?:action-setup|setup)@/, "version", "pnpm"],
  [/setup-bun@/, "bun-version", "bun"],
  [/setup-deno@/, "deno-version", "deno"],
];

/** How to read an input of a set-up action as a runtime version; null when it is no version. */
export function setupRuntime(uses: string, input: string): ((text: string) => SetupVersion) | null {
  const setup = SETUPS.find(([action, name]) => name === input && action.test(uses));
  // Composite actions of the repository itself pass `node-version` through.
  const product = setup?.[2] ?? (input === "node-version" ? "node" : null);
  if (product === null) return null;
  return (text) => ({ product, ...readVersion(product, text) });
}

function readVersion(product: string, text: string): { version: string | null; is_pinned: boolean } {
  const node = product === "node" ? readNodeVersion(text) : null;
  if (node !== null) return { version: node, is_pinned: true };
  const plain = /^v?(\d+(?:\.\d+)*)(?:\.x)?$/.exec(text)?.[1];
  if (plain !== undefined) return { version: plain, is_pinned: true };
  const { version, isOneMajor } = readRange(text);
  return { version: version === null ? null : shortVersion(version), is_pinned: version !== null && isOneMajor };
}
