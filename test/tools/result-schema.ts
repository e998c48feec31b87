import { z } from "zod";
import { auditReportSchema } from "#src/reports/audit-report-schema.js";

/** The JSON Schema of the JSON report. Read as an input schema: a reader must accept fields added later. */
export function renderResultSchema(): string {
  const schema = z.toJSONSchema(auditReportSchema, { target: "draft-2020-12", io: "input" });
  return `${JSON.stringify(schema, null, 2)}\n`;
}
