import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../shared/errors.js";
import { isReportFormat, REPORT_FORMATS, type ReportFormat } from "../reports/render.js";

export interface OutputTarget {
  readonly format: ReportFormat;
  readonly file: string;
}

/** Reads `format=file`. */
export function parseOutput(text: string): OutputTarget {
  const at = text.indexOf("=");
  const format = parseFormat(at === -1 ? text : text.slice(0, at));
  const file = at === -1 ? "" : text.slice(at + 1);
  if (file === "") {
    throw new UserError(`"${text}" names no file to write.`, {
      where: "--output",
      remedy: `Write --output ${format}=report.${format}.`,
    });
  }
  return { format, file };
}

/** A report format by name. */
export function parseFormat(name: string): ReportFormat {
  if (isReportFormat(name)) return name;
  throw new UserError(`There is no report format "${name}".`, {
    remedy: `Choose one of ${REPORT_FORMATS.join(", ")}.`,
  });
}

/** A file of the user's that prodcheck writes. */
export interface WrittenFile {
  /** What it is, for the message when it cannot be written: "report". */
  readonly what: string;
  readonly file: string;
  readonly text: string;
}

/**
 * Writes a file. Throws a UserError when that does not go.
 * @param isNew the file must not be there yet; its folders are made.
 */
export function writeOutput({ what, file, text }: WrittenFile, isNew = false): void {
  try {
    if (isNew) mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: isNew ? "wx" : "w" });
  } catch (cause) {
    throw new UserError(
      `The ${what} could not be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
      {
        where: file,
        remedy: isNew
          ? "Choose another file with --output, or print it with --output -."
          : "Check that the folder exists and can be written to.",
        cause,
      },
    );
  }
}
