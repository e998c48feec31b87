/** A variable that a command sets for the program it starts. */
export interface CommandAssignment {
  readonly name: string;
  readonly value: string;
}

/** Programs that take `NAME=value` words before the real command. */
const PREFIXES = new Set(["cross-env", "cross-env-shell", "env", "export", "set", "npx", "exec", "sudo", "command"]);
const SEPARATOR = /^(?:&&|\|\||[;|&()\n])$/;
/** `sh -c "concurrently 'NODE_ENV=… x'"` nests this deep in practice. */
const MAX_NESTING = 3;

/** Variables set by a shell command: `NODE_ENV=production node x`, `cross-env A=b x`, `sh -c "A=b x"`, `export A=b && x`. */
export function commandAssignments(command: string): CommandAssignment[] {
  const found: CommandAssignment[] = [];
  collect(shellWords(command), found, 0);
  return found;
}

/** The same for a command given as a list of words (`["sh", "-c", "NODE_ENV=production node x"]`). */
export function wordAssignments(words: readonly string[]): CommandAssignment[] {
  const found: CommandAssignment[] = [];
  collect(words, found, 0);
  return found;
}

function collect(words: readonly string[], found: CommandAssignment[], depth: number): void {
  // `start`: nothing yet; `prefix`: after `env`, whose own options may follow; `command`: its words are arguments.
  let state: "start" | "prefix" | "command" = "start";
  for (const word of words) {
    const assignment = /^([A-Za-z_]\w*)=([^]*)$/.exec(word);
    if (SEPARATOR.test(word)) state = "start";
    else if (state !== "command" && assignment) found.push({ name: assignment[1] ?? "", value: assignment[2] ?? "" });
    else if (state !== "command" && PREFIXES.has(word)) state = "prefix";
    else if (state !== "prefix" || !word.startsWith("-")) {
      state = "command";
      if (depth < MAX_NESTING && /\s/.test(word) && word.includes("=")) collect(shellWords(word), found, depth + 1);
    }
  }
}

/** Splits a command into words and separators the way a shell would, quotes removed; expansions stay as written. */
export function shellWords(command: string): string[] {
  const words: string[] = [];
  let word = "";
  let isOpen = false;
  const close = (): void => {
    if (isOpen) words.push(word);
    word = "";
    isOpen = false;
  };
  for (let at = 0; at < command.length; at++) {
    const character = command.charAt(at);
    if (character === "'" || character === '"') {
      const end = endOfQuote(command, at);
      word += unescape(command.slice(at + 1, end), character);
      isOpen = true;
      at = end;
    } else if (character === "\\") {
      at++;
      // A backslash before a line end only continues the line.
      if (command.charAt(at) !== "\n") {
        word += command.charAt(at);
        isOpen = true;
      }
    } else if (/[;|&()\n]/.test(character)) {
      close();
      const isDouble = (character === "&" || character === "|") && command.charAt(at + 1) === character;
      words.push(isDouble ? character + character : character);
      if (isDouble) at++;
    } else if (/\s/.test(character)) close();
    else {
      word += character;
      isOpen = true;
    }
  }
  close();
  return words;
}

function endOfQuote(command: string, start: number): number {
  const quote = command.charAt(start);
  for (let at = start + 1; at < command.length; at++) {
    if (quote === '"' && command.charAt(at) === "\\") at++;
    else if (command.charAt(at) === quote) return at;
  }
  return command.length;
}

const unescape = (text: string, quote: string): string =>
  quote === '"' ? text.replaceAll(/\\(["\\$`])/g, "$1") : text;
