/** Every report prodcheck can write. A report is a pure function of the audit result. */
import type { ReportFormat } from "../shared/report-format.js";
import type { AuditResult } from "../shared/result.js";
import { renderGithub } from "./github.js";
import { renderJson } from "./json.js";
import { renderMarkdown } from "./markdown.js";
import { toSafeResult } from "./safe-result.js";
import { renderSarif } from "./sarif.js";
import { renderTerminal } from "./terminal.js";

export { isReportFormat, REPORT_FORMATS, type ReportFormat } from "../shared/report-format.js";

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

/** The report as text, ending in a newline. Control characters and escape sequences of the repository never survive. */
export function renderReport(format: ReportFormat, result: AuditResult, options: RenderOptions): string {
  return RENDERERS[format](toSafeResult(result), options);
}
