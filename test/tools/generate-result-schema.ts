/** Writes src/reports/audit-result.schema.json from the Zod schema that types the JSON report. */
import { writeFileSync } from "node:fs";
import { renderResultSchema } from "./result-schema.js";

writeFileSync(new URL("../../../src/reports/audit-result.schema.json", import.meta.url), renderResultSchema());
