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

/** The sixteen basic colours only: they follow the reader's own theme, so they stay readable on light and dark. */
export function createStyle(color: boolean): TerminalStyle {
  const chalk: ChalkInstance = new Chalk({ level: color ? 1 : 0 });
  return {
    strong: chalk.bold,
    dim: chalk.dim,
    place: chalk.cyan,
    good: chalk.green,
    warn: chalk.yellow,
    severity: { critical: chalk.red.bold, high: chalk.red, medium: chalk.yellow, low: chalk.blue },
    verdict: {
      "NOT READY": chalk.bgRed.white.bold,
      "READY WITH WARNINGS": chalk.bgYellow.black.bold,
      READY: chalk.bgGreen.black.bold,
    },
  };
}

/** What every part of the terminal report needs to know. */
export interface TerminalContext {
  readonly style: TerminalStyle;
  readonly width: number;
}
