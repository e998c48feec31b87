import type { AuditResult } from "../shared/result.js";

/** A path as a code host counts it: from the root of the git repository, not from the audited folder. */
export function pathForHost(result: AuditResult, file: string): string {
  const prefix = (result.target.pathInRepository ?? "").replace(/^\/+|\/+$/g, "");
  return prefix === "" ? file : `${prefix}/${file}`;
}
