/** Code names of Node's long-term releases, as nvm and Docker tags use them. */
const CODENAMES: Readonly<Record<string, string>> = {
  argon: "4",
  boron: "6",
  carbon: "8",
  dubnium: "10",
  erbium: "12",
  fermium: "14",
  gallium: "16",
  hydrogen: "18",
  iron: "20",
  jod: "22",
  krypton: "24",
};

/** Node version of `v18.17.0`, `18`, `lts/hydrogen`, `lts-iron`; null when it floats (`lts/*`, `node`, `latest`). */
export function readNodeVersion(text: string): string | null {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/^node[-@]?/, "");
  const number = /^v?(\d+(?:\.\d+){0,2})(?:\.x|\.\*)*$/.exec(word);
  if (number) return number[1] ?? null;
  return CODENAMES[word.replace(/^lts[/-]/, "")] ?? null;
}
