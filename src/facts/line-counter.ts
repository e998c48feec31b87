/** Lines of offsets in a text, from 1. Going forward, each part of the text is looked at once, however many offsets are asked for. */
export function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let from = 0;
  return (offset) => {
    if (offset < from) {
      line = 1;
      from = 0;
    }
    for (let at = text.indexOf("\n", from); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
    from = offset;
    return line;
  };
}
