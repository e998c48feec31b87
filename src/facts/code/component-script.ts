/** The code inside Vue, Svelte and Astro files, at the positions it has in the file. */

export interface ComponentScript {
  /** As long as the file: everything but code is blanked, so that lines and columns hold. */
  readonly text: string;
  readonly isTypeScript: boolean;
  readonly isJsx: boolean;
}

interface Block {
  readonly start: number;
  readonly end: number;
  readonly attributes: string;
}

/** Quoted values may hold `>`: generic="T extends Record<string, unknown>". */
const OPENING = /<script\b((?:"[^"]*"|'[^']*'|\{[^}]*\}|[^>"'{])*)>/gi;
const CLOSING = /<\/script\s*>/gi;
const COMMENT = /<!--[\s\S]*?-->/g;
const FRONTMATTER = /^\s*---[ \t]*\r?\n([\s\S]*?)^---[ \t]*$/m;
const SCRIPT_TYPE = /^(|module|text\/javascript|application\/javascript|text\/typescript|text\/babel|ts|js)$/i;

/** Blanks everything but the code of a component. Scripts that hold data (JSON-LD, shaders) are blanked, too. */
export function extractComponentScript(language: "vue" | "svelte" | "astro", text: string): ComponentScript {
  const blocks = scriptBlocks(text).filter(isCode);
  const front = language === "astro" ? FRONTMATTER.exec(text) : null;
  if (front?.[1] !== undefined) {
    const start = front.index + front[0].indexOf("\n") + 1;
    const end = start + front[1].length;
    const inside = blocks.filter((block) => block.start >= end);
    return { text: keepOnly(text, [{ start, end }, ...inside]), isTypeScript: true, isJsx: false };
  }
  const languages = blocks.map((block) => attribute(block.attributes, "lang"));
  return {
    text: keepOnly(text, blocks),
    isTypeScript: language === "astro" || languages.some((lang) => /^(ts|tsx|typescript)$/.test(lang)),
    isJsx: languages.some((lang) => /^[jt]sx$/.test(lang)),
  };
}

function scriptBlocks(text: string): Block[] {
  // Comments are blanked first: a script that was commented out is no code.
  const visible = text.replace(COMMENT, blank);
  const blocks: Block[] = [];
  OPENING.lastIndex = 0;
  for (let match = OPENING.exec(visible); match; match = OPENING.exec(visible)) {
    const attributes = match[1] ?? "";
    if (attributes.endsWith("/")) continue;
    CLOSING.lastIndex = OPENING.lastIndex;
    const closing = CLOSING.exec(text);
    const end = closing?.index ?? text.length;
    blocks.push({ start: OPENING.lastIndex, end, attributes });
    OPENING.lastIndex = closing ? CLOSING.lastIndex : text.length;
  }
  return blocks;
}

const isCode = ({ attributes }: Block): boolean =>
  SCRIPT_TYPE.test(attribute(attributes, "type")) &&
  /^(|js|ts|jsx|tsx|javascript|typescript|babel)$/i.test(attribute(attributes, "lang"));

function attribute(attributes: string, name: string): string {
  const match = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, "i").exec(attributes);
  return (match?.[1] ?? match?.[2] ?? match?.[3] ?? "").trim();
}

function keepOnly(text: string, blocks: readonly Pick<Block, "start" | "end">[]): string {
  let out = "";
  let position = 0;
  for (const { start, end } of blocks) {
    out += blank(text.slice(position, start)) + text.slice(start, end);
    position = end;
  }
  return out + blank(text.slice(position));
}

const blank = (text: string): string => text.replace(/[^\n]/g, " ");
