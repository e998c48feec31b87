import { addRows, type FactSet } from "./fact-set.js";

/** Pages and templates of pages. */
export const WEB_PAGE =
  /\.(?:html?|xhtml|ejs|hbs|handlebars|mustache|njk|liquid|twig|php|phtml|tpl|erb|jsp|aspx?|cshtml|j2|jinja2?|dust|pug|jade)$/i;
const SCRIPT = /<script\b((?:"[^"]*"|'[^']*'|[^>"'])*)>|^\s*script\(([^)\n]*)\)/gim;

/** Script elements of a page. Data blocks (JSON-LD, import maps) are none. */
export function extractWebPage(file: string, text: string): FactSet {
  const facts: FactSet = {};
  let line = 1;
  let counted = 0;
  for (const match of text.matchAll(SCRIPT)) {
    const attributes = match[1] ?? match[2] ?? "";
    line += countNewlines(text, counted, match.index);
    counted = match.index;
    const type = attribute(attributes, "type") ?? "";
    if (!/^(|module|text\/javascript|application\/javascript|text\/babel)$/i.test(type)) continue;
    const src = attribute(attributes, "src");
    addRows(facts, "page_script", [{ file, line, src, is_module: type === "module" }]);
  }
  return facts;
}

function countNewlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function attribute(attributes: string, name: string): string | null {
  const match = new RegExp(`(?:^|[\\s,])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>,]+))`, "i").exec(attributes);
  const value = match?.[1] ?? match?.[2] ?? match?.[3];
  return value === undefined || value === "" ? null : value;
}
