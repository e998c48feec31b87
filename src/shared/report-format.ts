/** The formats a report can be written in: named by `--format`, `--output` and the configuration, rendered by `reports/`. */
export const REPORT_FORMATS = ["terminal", "json", "markdown", "sarif", "github"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** True for a format name that prodcheck knows. */
export function isReportFormat(name: string): name is ReportFormat {
  return REPORT_FORMATS.some((format) => format === name);
}
