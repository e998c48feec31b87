#!/usr/bin/env node
/** Entry point: wires the commands to the outside world. The only file that sets an exit code. */
// oxlint-disable-next-line import/no-unassigned-import -- its effect is all there is to it
import "./v8-flags.js";
import process from "node:process";
import chalk, { chalkStderr, supportsColor } from "chalk";
import { Command, CommanderError } from "commander";
import { createLogUpdate } from "log-update";
import { auditCommand } from "./commands/audit.js";
import { baselineCommand } from "./commands/baseline.js";
import type { CommandContext } from "./commands/context.js";
import { prepareExamples } from "./commands/example-store.js";
import { calendarCommand } from "./commands/calendar.js";
import { explainCommand } from "./commands/explain.js";
import { factsCommand } from "./commands/facts.js";
import { fixCommand } from "./commands/fix.js";
import { queryCommand } from "./commands/query.js";
import { rulesCommand } from "./commands/rules.js";
import { runAudit } from "./commands/run-audit.js";
import { snapshotCommand } from "./commands/snapshot.js";
import { leave } from "./leave.js";
import { sanitizeText } from "./reports/sanitize.js";
import { UserError } from "./shared/errors.js";
import { version } from "./version.js";

/** Between two updates of the progress line, in milliseconds. */
const PROGRESS_INTERVAL = 80;

const tell = (line: string): void => {
  process.stderr.write(`${sanitizeText(line)}\n`);
};

function warn(error: UserError): void {
  const where = error.where === null ? "" : `${error.where}: `;
  tell(`${chalkStderr.red("error")} ${where}${error.message}`);
  if (error.remedy !== null) tell(`      ${error.remedy}`);
}

function createContext(): CommandContext {
  const line = process.stderr.isTTY ? createLogUpdate(process.stderr) : null;
  let last = 0;
  return {
    write: (text) => {
      process.stdout.write(text);
    },
    tell,
    warn,
    progress(step, done, total) {
      const now = performance.now();
      if (line === null || (done < total && done > 0 && now - last < PROGRESS_INTERVAL)) return;
      last = now;
      line(total > 1 ? `${step} ${done}/${total} files` : `${step} …`);
    },
    progressDone() {
      line?.clear();
    },
    exitWith(code) {
      process.exitCode = code;
    },
    color: supportsColor !== false && chalk.level > 0,
    width: process.stdout.columns ?? 100,
  };
}

function createProgram(context: CommandContext): Command {
  const program = new Command("prodcheck")
    .description("Audit a repository for production readiness")
    .version(version)
    .showHelpAfterError("Run with --help to see what is possible.")
    .exitOverride();
  program.addCommand(auditCommand(context));
  program.addCommand(rulesCommand({ ...context, prepareExamples }));
  program.addCommand(explainCommand(context));
  program.addCommand(queryCommand(context));
  program.addCommand(calendarCommand(context));
  program.addCommand(snapshotCommand(context));
  program.addCommand(fixCommand(context));
  program.addCommand(factsCommand(context));
  program.addCommand(
    baselineCommand({
      async runAudit(path, options) {
        const { result, input } = await runAudit(path, { ...options, baseline: false }, context.progress);
        context.progressDone();
        return { result, rules: input.rules.map(({ info }) => info) };
      },
      tell: context.tell,
    }),
  );
  for (const command of program.commands) inheritExitOverride(command);
  return program;
}

/** Commander ends the process by itself unless every subcommand is told not to. */
function inheritExitOverride(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) inheritExitOverride(child);
}

async function main(): Promise<void> {
  // A closed pipe (`prodcheck audit | head`) is the reader's choice, not an error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    throw error;
  });
  const context = createContext();
  try {
    await createProgram(context).parseAsync(process.argv);
  } catch (error) {
    context.progressDone();
    process.exitCode = exitCodeOf(error);
  }
}

/** 0 after --help and --version, 2 for everything that kept prodcheck from doing its job. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UserError) {
    warn(error);
    return 2;
  }
  tell(`prodcheck failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  tell("This is a bug in prodcheck. Please report it with the text above.");
  return 2;
}

await main();
await leave();
