/** Every report prodcheck can write. A report is a pure function of the audit result. */
import type { AuditResult } from "../shared/result.js";
import { renderGithub } from "./github.js";
import { renderJson } from "./json.js";
import { renderMarkdown } from "./markdown.js";
import { toSafeResult } from "./safe-result.js";
import { renderSarif } from "./sarif.js";
import { renderTerminal } from "./terminal.js";

export const REPORT_FORMATS = ["terminal", "json", "markdown", "sarif", "github"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface RenderOptions {
  /** Whether the terminal report may use ANSI colours; the other formats never do. */
  readonly color: boolean;
  /** Columns of the terminal; the other formats ignore it. */
  readonly width: number;
}

const RENDERERS: Readonly<Record<ReportFormat, (result: AuditResult, options: RenderOptions) => string>> = {
  terminal: renderTerminal,
  json: renderJson,
  markdown: renderMarkdown,
  sarif: renderSarif,
  github: renderGithub,
};

/** True for a format name that `renderReport` knows. */
export function isReportFormat(name: string): name is ReportFormat {
  return REPORT_FORMATS.some((format) => format === name);
}

/** The report as text, ending in a newline. Control characters and escape sequences of the repository never survive. */
export function renderReport(format: ReportFormat, result: AuditResult, options: RenderOptions): string {
  return RENDERERS[format](toSafeResult(result), options);
}
