import { writeFileSync } from "node:fs";
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

/** Writes a report file. */
export function writeReport(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new UserError(`The report could not be written: ${cause instanceof Error ? cause.message : String(cause)}.`, {
      where: file,
      remedy: "Check that the folder exists and can be written to.",
      cause,
    });
  }
}
