import type { MigrationTool } from "./migration.js";

/** Blanks everything but line breaks, so that lines stay where they are. */
const blank = (text: string): string => text.replaceAll(/[^\n]/g, " ");

/**
 * The part of a migration file that the tool applies on the way up, without what only psql understands.
 * What is left out becomes blanks: every statement keeps its line.
 */
export function upSection(text: string, tool: MigrationTool): string {
  const up = cutDown(text.replace(/^\uFEFF/, " "), tool);
  return blankClientLines(up);
}

const DOWN_MARKS: Partial<Record<MigrationTool, { readonly up: RegExp; readonly down: RegExp }>> = {
  dbmate: { up: /^\s*--\s*migrate:up\b/i, down: /^\s*--\s*migrate:down\b/i },
  goose: { up: /^\s*--\s*\+goose\s+up\b/i, down: /^\s*--\s*\+goose\s+down\b/i },
  "node-pg-migrate": { up: /^\s*--\s*up migration\b/i, down: /^\s*--\s*down migration\b/i },
};

function cutDown(text: string, tool: MigrationTool): string {
  const marks = DOWN_MARKS[tool];
  if (!marks) return text;
  let isUp = true;
  const lines = text.split("\n").map((line) => {
    if (marks.down.test(line)) isUp = false;
    else if (marks.up.test(line)) isUp = true;
    return isUp ? line : blank(line);
  });
  return lines.join("\n");
}

const COPY_FROM_STDIN = /^\s*copy\s[^;]*\sfrom\s+stdin\b[^;]*;\s*$/i;
const META_COMMAND = /^\s*\\(?:[a-z]\w*|[.!?])(?:\s|$)/i;

/** psql's meta-commands (\connect, \restrict …) and the data that follows COPY … FROM stdin. */
function blankClientLines(text: string): string {
  if (!/^\s*\\|\bstdin\b/im.test(text)) return text;
  let inData = false;
  const lines: string[] = [];
  for (const line of text.split("\n")) {
    if (inData) {
      inData = line.trimEnd() !== "\\.";
      lines.push(blank(line));
    } else if (COPY_FROM_STDIN.test(line)) {
      inData = true;
      lines.push(blank(line));
    } else lines.push(META_COMMAND.test(line) ? blank(line) : line);
  }
  return lines.join("\n");
}
