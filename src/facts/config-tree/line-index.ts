/** Turns offsets into 1-based lines; built once per text, asked in logarithmic time. */
export interface LineIndex {
  lineAt(offset: number): number;
}

/** Index of the line starts of a text. */
export function indexLines(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return { lineAt: (offset) => lineOf(starts, offset) };
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
