/** What a path says it is for: whether the process is alive, whether it can take work, or just "health". */
export type HealthKind = "readiness" | "liveness" | "health";

/** Folders that lead to a service's own endpoints, and say nothing of a domain. */
const COMMON =
  /^(api|rest|v\d+|internal|system|sys|public|server|service|app|admin|monitoring|ops|_|probes?|k8s|web|backend|resources|functions)$/;

const HEALTH = /^_?(health|healthz|healthy|health[-_]?checks?|healthcheckz?|check[-_]health|health[-_]?status)$/;
/** Names that are also words of a domain: they count at the top, or below a health folder. */
const PLAIN: ReadonlyMap<string, HealthKind> = new Map([
  ["status", "health"],
  ["statusz", "health"],
  ["ready", "readiness"],
  ["readyz", "readiness"],
  ["readiness", "readiness"],
  ["startup", "readiness"],
  ["startupz", "readiness"],
  ["live", "liveness"],
  ["livez", "liveness"],
  ["liveness", "liveness"],
  ["alive", "liveness"],
  ["ping", "liveness"],
  ["heartbeat", "liveness"],
  ["up", "liveness"],
  ["lbheartbeat", "liveness"],
]);

/** The kind of health endpoint that a path names; null for every other path. */
export function healthKind(path: string): HealthKind | null {
  const parts = path
    .toLowerCase()
    .replace(/\.(json|txt|html|php)$/, "")
    .split(/[/.]/)
    .filter((part) => part !== "" && !part.startsWith("${"));
  const last = parts.at(-1);
  if (last === undefined || parts.some((part) => /[:*]/.test(part))) return null;
  const healthAt = parts.findIndex((part) => HEALTH.test(part));
  if (healthAt !== -1) return parts.length - healthAt <= 2 ? (PLAIN.get(last) ?? "health") : null;
  const kind = PLAIN.get(last);
  return kind !== undefined && parts.slice(0, -1).every((part) => COMMON.test(part)) ? kind : null;
}
