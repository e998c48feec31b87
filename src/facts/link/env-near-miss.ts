/** Pairs a variable that is read and declared nowhere with a declared one that nobody reads: most likely one variable, spelt twice. */
import { editDistance } from "../../shared/closest-name.js";
import type { EnvNearMissRow } from "../rows.js";
import {
  areExchangeable,
  areSynonyms,
  BENIGN,
  BENIGN_BEFORE,
  DISTINGUISHING,
  isKnownWord,
  isPluralPair,
  NOT_BENIGN_BEFORE,
  PRODUCTS_OF,
  prefixOf,
  TRAILING,
  VENDORS,
} from "./env-words.js";

interface EnvName {
  readonly raw: string;
  readonly words: readonly string[];
  /** VITE_ and the like; "" without one. */
  readonly prefix: string;
  /** Without the prefix. */
  readonly bare: string;
  /** Letters only. */
  readonly letters: string;
}

interface Likeness {
  readonly reason: "prefix" | "spelling" | "order" | "plural" | "synonym" | "word";
  readonly distance: number;
  /** Lower is likelier. */
  readonly cost: number;
}

interface Pair extends Likeness {
  readonly read: EnvName;
  readonly declared: EnvName;
}

/**
 * The most likely partner of each name in `reads` among `declaredUnread`, at most one, each declared name used once. A pair that
 * rests on a missing or additional word counts only when neither side has another such partner. `mayBeOne` says whether what
 * declares the one can reach what reads the other.
 */
export function linkEnvNearMisses(
  reads: Iterable<string>,
  declaredUnread: Iterable<string>,
  mayBeOne: (read: string, declared: string) => boolean = () => true,
): EnvNearMissRow[] {
  const declared = [...new Set(declaredUnread)].map(parseName).filter((name) => name.letters !== "");
  const index = createIndex(declared);
  const known = new Set(declared.map((name) => name.raw));
  const pairs: Pair[] = [];
  for (const raw of new Set(reads)) {
    if (known.has(raw)) continue;
    const read = parseName(raw);
    for (const candidate of index(read)) {
      const likeness = compareNames(read, candidate);
      if (likeness && mayBeOne(raw, candidate.raw)) pairs.push({ ...likeness, read, declared: candidate });
    }
  }
  return choosePairs(pairs.sort(comparePairs)).map((pair) => ({
    name: pair.read.raw,
    declared: pair.declared.raw,
    reason: pair.reason,
    distance: pair.distance,
  }));
}

function parseName(raw: string): EnvName {
  const upper = raw.toUpperCase();
  const prefix = prefixOf(upper);
  return {
    raw,
    prefix,
    words: upper.split(/[^A-Z0-9]+/).filter((word) => word !== ""),
    bare: upper.slice(prefix.length),
    letters: upper.replaceAll("_", ""),
  };
}

/** Why two names may be one; null when they are two. */
function compareNames(read: EnvName, declared: EnvName): Likeness | null {
  if (read.letters === declared.letters) {
    const distance = Math.max(1, Math.abs(read.raw.length - declared.raw.length));
    return { reason: "spelling", distance, cost: 0 };
  }
  if (read.bare === declared.bare) {
    const isOne = read.bare.includes("_") && areExchangeable(read.prefix, declared.prefix);
    return isOne ? { reason: "prefix", distance: 1, cost: 0 } : null;
  }
  const gap = read.words.length - declared.words.length;
  if (gap === 0) return compareOrder(read.words, declared.words) ?? compareOneWord(read.words, declared.words);
  if (gap === 1) return isOneWordMore(read.words, declared.words) ? ONE_WORD : null;
  if (gap === -1) return isOneWordMore(declared.words, read.words) ? ONE_WORD : null;
  return null;
}

const ONE_WORD: Likeness = { reason: "word", distance: 1, cost: 3 };

function compareOrder(a: readonly string[], b: readonly string[]): Likeness | null {
  if (a.includes("TO") || a.includes("FROM")) return null; // A_TO_B is not B_TO_A
  if ([...a].sort().join() !== [...b].sort().join()) return null;
  return { reason: "order", distance: a.filter((word, at) => word !== b[at]).length, cost: 1 };
}

function compareOneWord(a: readonly string[], b: readonly string[]): Likeness | null {
  const at = a.findIndex((word, position) => word !== b[position]);
  if (a.slice(at + 1).join() !== b.slice(at + 1).join()) return null;
  const [left = "", right = ""] = [a[at], b[at]];
  if (digitsOf(left) !== digitsOf(right)) return null; // BUCKET1 and BUCKET2
  if (a.length > 1 && isPluralPair(left, right)) return { reason: "plural", distance: 1, cost: 1 };
  if (a.length > 1 && areSynonyms(left, right, a[at - 1])) return { reason: "synonym", distance: 1, cost: 2 };
  const edits = editDistance(left, right);
  return isSlip(left, right, edits) ? { reason: "spelling", distance: edits, cost: edits } : null;
}

const digitsOf = (word: string): string => word.replace(/\D/g, "");

/** True for a typing error: few edits for the length, and not from one real word to another. */
function isSlip(a: string, b: string, edits: number): boolean {
  const known = Number(isKnownWord(a)) + Number(isKnownWord(b));
  const length = Math.max(a.length, b.length);
  if (known === 2 || edits > 2) return false;
  if (edits === 2) return length >= 8;
  const isSubstitution = a.length === b.length && sortLetters(a) !== sortLetters(b);
  if (length <= 5) return known === 1 && !isSubstitution && (length > 3 || a.length === b.length); // HSOT, ULR; not BEAM and TEAM
  return !(isSubstitution && a.slice(0, -1) === b.slice(0, -1)); // BUCKETA and BUCKETB
}

const sortLetters = (word: string): string => word.split("").sort().join("");

/** True when `long` is `short` with one more word that does not make it another variable. */
function isOneWordMore(long: readonly string[], short: readonly string[]): boolean {
  const found = short.findIndex((word, position) => word !== long[position]);
  const at = found < 0 ? short.length : found;
  const extra = long[at] ?? "";
  if (long.slice(at + 1).join() !== short.slice(at).join() || short.length < 2) return false;
  const [before, after] = [long[at - 1], long[at + 1]];
  if (after === undefined) return TRAILING.has(`${before}_${extra}`);
  if (before === undefined) return PRODUCTS_OF.get(extra)?.has(after) === true || (extra === "MY" && short.length > 2);
  return isBenignBetween(extra, before, after, short);
}

function isBenignBetween(extra: string, before: string, after: string, short: readonly string[]): boolean {
  const allowed = BENIGN_BEFORE.get(extra);
  if (allowed) return allowed.has(after);
  if (NOT_BENIGN_BEFORE.get(extra)?.has(after) === true) return false;
  if (BENIGN.has(extra)) return true;
  if (PRODUCTS_OF.get(before)?.has(extra) === true) return false; // GOOGLE_MAPS_API_KEY is not GOOGLE_API_KEY
  const isQualifier = extra.length > 2 && !/\d/.test(extra);
  return short.length > 2 && isQualifier && !DISTINGUISHING.has(extra) && !VENDORS.has(extra);
}

/** Certain pairs first, each name once; then those that differ by a word, where nothing else fits as well. */
function choosePairs(pairs: readonly Pair[]): Pair[] {
  const used = new Set<EnvName>();
  const chosen: Pair[] = [];
  const take = (pair: Pair): void => {
    if (used.has(pair.read) || used.has(pair.declared)) return;
    used.add(pair.read).add(pair.declared);
    chosen.push(pair);
  };
  for (const pair of pairs) if (pair.reason !== "word") take(pair);
  const open = pairs.filter((pair) => pair.reason === "word" && !used.has(pair.read) && !used.has(pair.declared));
  const partners = new Map<EnvName, number>();
  for (const name of open.flatMap((pair) => [pair.read, pair.declared])) {
    partners.set(name, (partners.get(name) ?? 0) + 1);
  }
  for (const pair of open) if (partners.get(pair.read) === 1 && partners.get(pair.declared) === 1) take(pair);
  return chosen.sort((a, b) => compareText(a.read.raw, b.read.raw));
}

const comparePairs = (a: Pair, b: Pair): number =>
  a.cost - b.cost || compareText(a.read.raw, b.read.raw) || compareText(a.declared.raw, b.declared.raw);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Finds the names worth comparing. Two names that differ in one word share all others, so one of the two rarest words of a
 * name is among them; names of one word, and those cut differently, are found by their ends.
 */
function createIndex(names: readonly EnvName[]): (read: EnvName) => Iterable<EnvName> {
  const buckets = new Map<string, EnvName[]>();
  for (const name of names) {
    for (const key of [...name.words, ...endsOf(name)]) {
      const bucket = buckets.get(key);
      if (bucket) bucket.push(name);
      else buckets.set(key, [name]);
    }
  }
  return (read) => {
    const byWord = [...new Set(read.words)]
      .map((word) => buckets.get(word) ?? [])
      .filter((bucket) => bucket.length > 0)
      .sort((a, b) => a.length - b.length)
      .slice(0, 2);
    return new Set([...byWord, ...endsOf(read).map((key) => buckets.get(key) ?? [])].flat());
  };
}

/** Keys, spelt so that no word can equal them: whole letters, bare name, and for one word its first and last letters. */
function endsOf(name: EnvName): string[] {
  const keys = [`=${name.letters}`, `~${name.bare}`];
  const [word, ...others] = name.words;
  if (word !== undefined && others.length === 0) keys.push(`^${word.slice(0, 3)}`, `$${word.slice(-3)}`);
  return keys;
}
