/** How the terminal report looks. Without colour every style is the identity, and words carry the meaning. */
import { Chalk, type ChalkInstance } from "chalk";
import type { Verdict } from "../shared/result.js";
import type { Severity } from "../shared/rule.js";

export type Style = (text: string) => string;

export interface TerminalStyle {
  readonly strong: Style;
  readonly dim: Style;
  readonly place: Style;
  readonly good: Style;
  readonly warn: Style;
  readonly severity: Readonly<Record<Severity, Style>>;
  readonly verdict: Readonly<Record<Verdict, Style>>;
}

/** chalk joins all its arguments; a style takes one, so that it can be handed to `map`. */
const single =
  (chalk: ChalkInstance): Style =>
  (text) =>
    chalk(text);

/** The sixteen basic colours only: they follow the reader's own theme, so they stay readable on light and dark. */
export function createStyle(color: boolean): TerminalStyle {
  const chalk: ChalkInstance = new Chalk({ level: color ? 1 : 0 });
  const badge =
    (look: ChalkInstance): Style =>
    (text) =>
      color ? look(` ${text} `) : text;
  return {
    strong: single(chalk.bold),
    dim: single(chalk.dim),
    place: single(chalk.cyan),
    good: single(chalk.green),
    warn: single(chalk.yellow),
    severity: {
      critical: single(chalk.red.bold),
      high: single(chalk.red),
      medium: single(chalk.yellow),
      low: single(chalk.blue),
    },
    // A badge has room around its word; without colour there is no badge.
    verdict: {
      "NOT READY": badge(chalk.bgRed.white.bold),
      "READY WITH WARNINGS": badge(chalk.bgYellow.black.bold),
      READY: badge(chalk.bgGreen.black.bold),
      "NOT ASSESSED": badge(chalk.bgWhite.black.bold),
    },
  };
}

/** What every part of the terminal report needs to know. */
export interface TerminalContext {
  readonly style: TerminalStyle;
  readonly width: number;
}
