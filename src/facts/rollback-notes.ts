/** Where a repository says how to go back to the version before: its documents, and scripts made for it. */
import type { Role } from "../shared/repository.js";
import type { RollbackNoteRow } from "./rows.js";

const ROLLBACK =
  /\broll(?:ing|s|ed)?[-_ ]?backs?\b|\brollout undo\b|\brevert(?:ing)? (?:to|the|a) (?:\w+ ){0,3}(?:version|release|deploy\w*|image)|\b(?:previous|earlier|last) (?:version|release|deployment|image)\b/i;
/** Of transactions, migrations and edits in a text field, which are something else. */
const OTHER =
  /\btransaction|\bsavepoint|\bmigrat|\bBEGIN\b|\bCOMMIT\b|\bdatabase\b|optimistic|\bundo\b(?<!rollout undo)|\bupgrade (?:from|guide)|\bchangelog\b|breaking change/i;
const PROSE = /\.(?:md|mdx|rst|adoc|txt)$/i;
const CHANGES = /(?:^|\/)(?:changelog|changes|history|releases?|news)(?:\.\w+)?$/i;
const SCRIPT = /(?:^|[/._-])roll[-_]?back[\w.-]*\.(?:sh|ps1|[cm]?[jt]s|py|ya?ml)$/i;
const MAX_NOTES = 20;
const MAX_TEXT = 200;

/** Lines about going back to an earlier version, and scripts that are called so. */
export function rollbackNotes({ path, role }: { path: string; role: Role }, text: string): RollbackNoteRow[] {
  if (role === "vendored" || role === "generated") return [];
  if (SCRIPT.test(path)) return [{ file: path, line: 1, text: path }];
  if (!PROSE.test(path) || CHANGES.test(path) || !ROLLBACK.test(text)) return [];
  return text
    .split("\n")
    .flatMap((line, index) =>
      ROLLBACK.test(line) && !OTHER.test(line)
        ? [{ file: path, line: index + 1, text: line.trim().slice(0, MAX_TEXT) }]
        : [],
    )
    .slice(0, MAX_NOTES);
}
