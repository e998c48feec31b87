/** What a repository says about copyleft licences for services: its own licence, and lines in which people wrote a choice down. */
import type { Language, Role } from "../shared/repository.js";
import type { LicenceNoteRow } from "./rows.js";

interface TextFile {
  readonly path: string;
  readonly language: Language;
  readonly role: Role;
}

/** Licences that ask something of whoever lets others use the software over a network. */
const LICENCE = /\bAGPL|\bSSPL|\bAffero\b|Server Side Public Licen[cs]e|\bRSALv2\b|\bcopyleft\b/i;
const OWN_FILE = /^(?:licen[cs]e|copying)(?:\.(?:md|txt))?$/i;
/** Told by its first lines, which may name parts under other licences first: a long text mentions others further down. */
const OWN_LINES = 30;
const NOTE_FILE = /(?:^|\/)(?:notice|licen[cs]es?|third[-_]?party[\w-]*|copying|attributions?|credits)(?:\.\w+)?$/i;
const PROSE = /\.(?:md|mdx|rst|adoc|txt)$/i;
const OWN_FIELD = /"licen[cs]e"\s*:\s*"\(?(?:AGPL|SSPL)|^licen[cs]e\s*=.*(?:AGPL|SSPL)/im;
const MAX_NOTES = 50;
const MAX_TEXT = 200;

export function licenceNotes({ path, language, role }: TextFile, text: string): LicenceNoteRow[] {
  if (role === "vendored" || role === "generated" || !LICENCE.test(text)) return [];
  const lines = text.split("\n");
  const row = (index: number, kind: "own" | "note"): LicenceNoteRow => ({
    file: path,
    line: index + 1,
    kind,
    text: (lines[index] ?? "").trim().slice(0, MAX_TEXT),
  });
  if (OWN_FILE.test(path)) {
    const own = lines.slice(0, OWN_LINES).findIndex((line) => LICENCE.test(line));
    return own === -1 ? [] : [row(own, "own")];
  }
  if (/^(?:package\.json|pyproject\.toml)$/.test(path) && OWN_FIELD.test(text)) {
    return [row(text.slice(0, text.search(OWN_FIELD)).split("\n").length - 1, "own")];
  }
  const isProse = PROSE.test(path) || NOTE_FILE.test(path);
  if (!isProse && !hasComments(language, path)) return [];
  const isNote = (line: string): boolean => LICENCE.test(isProse ? line : commentOf(line));
  return lines.flatMap((line, index) => (isNote(line) ? [row(index, "note")] : [])).slice(0, MAX_NOTES);
}

const hasComments = (language: Language, path: string): boolean =>
  language === "yaml" || language === "dockerfile" || language === "toml" || /dockerfile/i.test(path);

const commentOf = (line: string): string => /#.*$/.exec(line)?.[0] ?? "";
