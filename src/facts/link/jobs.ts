import { isZoneDependent } from "../deploy/cron.js";
import { addRows, type FactSet } from "../fact-set.js";
import type { JobRow } from "../rows.js";
import type { CodeGraph, LinkedCall } from "./code-graph.js";
import { collectPythonJobs } from "./python-jobs.js";
import { functionIn, mark, readObject } from "./argument-function.js";

/** How a scheduler is called. */
interface SchedulerShape {
  readonly scheduler: string;
  /** Package names the call may come from. */
  readonly packages: readonly string[];
  /** Method, or class for `new`. */
  readonly method: RegExp;
  /** Position of the expression among the arguments; null when it stands in the options. */
  readonly expressionAt: number | null;
  /** Dotted options that hold the expression. */
  readonly expressionIn: readonly string[];
  /** Dotted options that hold the zone. */
  readonly zoneIn: readonly string[];
  /** Position of the zone, for APIs that take it as an argument. */
  readonly zoneAt?: number;
}

const ZONES = ["timezone", "timeZone", "tz"];

const SCHEDULERS: readonly SchedulerShape[] = [
  {
    scheduler: "node-cron",
    packages: ["node-cron"],
    method: /^schedule$/,
    expressionAt: 0,
    expressionIn: [],
    zoneIn: ZONES,
  },
  {
    scheduler: "cron",
    packages: ["cron"],
    method: /^CronJob$/,
    expressionAt: 0,
    expressionIn: ["cronTime"],
    zoneIn: ZONES,
    zoneAt: 4,
  },
  {
    scheduler: "cron",
    packages: ["cron"],
    method: /^from$/,
    expressionAt: null,
    expressionIn: ["cronTime"],
    zoneIn: ZONES,
  },
  { scheduler: "croner", packages: ["croner"], method: /^Cron$/, expressionAt: 0, expressionIn: [], zoneIn: ZONES },
  {
    scheduler: "node-schedule",
    packages: ["node-schedule"],
    method: /^scheduleJob$/,
    expressionAt: 0,
    expressionIn: ["rule"],
    zoneIn: ["tz"],
  },
  {
    scheduler: "agenda",
    packages: ["agenda", "@hokify/agenda"],
    method: /^(every|repeatEvery)$/,
    expressionAt: 0,
    expressionIn: [],
    zoneIn: ZONES,
  },
  {
    scheduler: "bullmq",
    packages: ["bullmq"],
    method: /^(add|upsertJobScheduler)$/,
    expressionAt: null,
    expressionIn: ["repeat.pattern", "repeat.cron", "pattern"],
    zoneIn: ["repeat.tz", "tz"],
  },
  {
    scheduler: "bull",
    packages: ["bull"],
    method: /^add$/,
    expressionAt: null,
    expressionIn: ["repeat.cron"],
    zoneIn: ["repeat.tz"],
  },
  {
    scheduler: "pg-boss",
    packages: ["pg-boss"],
    method: /^schedule$/,
    expressionAt: 1,
    expressionIn: [],
    zoneIn: ["tz"],
  },
  {
    scheduler: "toad-scheduler",
    packages: ["toad-scheduler"],
    method: /^CronJob$/,
    expressionAt: null,
    expressionIn: ["cronExpression"],
    zoneIn: ["timezone"],
  },
  {
    scheduler: "nest",
    packages: ["@nestjs/schedule"],
    method: /^Cron$/,
    expressionAt: 0,
    expressionIn: [],
    zoneIn: ZONES,
  },
  {
    scheduler: "trigger",
    packages: ["@trigger.dev/sdk"],
    method: /^task$/,
    expressionAt: null,
    expressionIn: ["cron.pattern", "cron"],
    zoneIn: ["cron.timezone"],
  },
  {
    scheduler: "inngest",
    packages: ["inngest"],
    method: /^createFunction$/,
    expressionAt: null,
    expressionIn: ["cron"],
    zoneIn: [],
  },
];

/** Scheduled work, by the scheduler's package. */
export function collectJobs(graph: CodeGraph, facts: FactSet): void {
  collectPythonJobs(graph, facts);
  for (const call of graph.calls) {
    const shape = shapeOf(call);
    if (!shape) continue;
    const row = jobOf(call, shape);
    if (!row) continue;
    const handler = handlerOf(graph, call);
    mark(handler, "job");
    addRows(facts, "job", [{ ...row, handler_id: handler?.id ?? null }]);
  }
}

function shapeOf({ row }: LinkedCall): SchedulerShape | undefined {
  if (row.origin !== "package" || row.package === null) return undefined;
  // Imported under another name, what is called is still the symbol.
  const name = row.path === null && row.symbol !== "default" ? (row.symbol ?? row.method) : row.method;
  return SCHEDULERS.find((shape) => shape.packages.includes(row.package ?? "") && shape.method.test(name));
}

function jobOf(call: LinkedCall, shape: SchedulerShape): JobRow | null {
  const expression = expressionOf(call, shape);
  if (!expression) return null;
  const zone = zoneOf(call, shape, expression.text);
  return {
    file: call.row.file,
    line: call.row.line,
    scheduler: shape.scheduler,
    expression: expression.text,
    ...zone,
    is_zone_dependent: expression.text === null ? null : zoneDependence(expression.text),
    handler_id: null,
    call_id: call.row.id,
  };
}

/** NULL for intervals in words ("5 minutes") and whatever else is not cron: those do not name an hour. */
function zoneDependence(expression: string): boolean | null {
  const isDependent = isZoneDependent(expression.replace(/^(CRON_)?TZ=\S+\s+/, ""));
  return isDependent === null ? (/^(every )?\d+\s*\w+$/.test(expression) ? false : null) : isDependent;
}

/** The expression as written: its text is null when it is computed. Null when this call schedules nothing. */
function expressionOf(call: LinkedCall, shape: SchedulerShape): { text: string | null } | null {
  for (const value of optionValues(call, shape.expressionIn)) {
    if (typeof value === "string") return { text: value };
    if (isExpressionText(value)) return { text: null };
  }
  if (shape.expressionAt === null) return null;
  // node-schedule takes an optional name first.
  const candidates = call.record.arguments.slice(shape.expressionAt, shape.expressionAt + 2);
  const literal = candidates.find(
    ({ kind, text }) => kind === "string" && (zoneDependence(text) !== null || shape.scheduler !== "node-schedule"),
  );
  if (literal) return { text: literal.text };
  const [first] = candidates;
  if (!first || first.kind === "number" || first.kind === "object") return null;
  return { text: null };
}

const isExpressionText = (value: unknown): boolean => typeof value === "object" && value !== null && "$" in value;

function zoneOf(
  call: LinkedCall,
  shape: SchedulerShape,
  expression: string | null,
): Pick<JobRow, "timezone" | "timezone_kind"> {
  const inText = /^(?:CRON_)?TZ=(\S+)\s/.exec(expression ?? "")?.[1];
  if (inText !== undefined) return { timezone: inText, timezone_kind: "literal" };
  for (const value of optionValues(call, shape.zoneIn)) {
    if (typeof value === "string") return { timezone: value, timezone_kind: "literal" };
    if (isExpressionText(value)) return { timezone: JSON.stringify(value), timezone_kind: "expression" };
  }
  const argument = shape.zoneAt === undefined ? undefined : call.record.arguments[shape.zoneAt];
  if (argument && argument.kind !== "object" && argument.kind !== "null") {
    return { timezone: argument.text, timezone_kind: argument.kind === "string" ? "literal" : "expression" };
  }
  const isOpen = call.row.options_kind === "open" || call.row.options_kind === "dynamic";
  return { timezone: null, timezone_kind: isOpen && mayHoldZone(call, shape) ? "unknown" : "none" };
}

/** A variable at the end may be the options; a variable that is the job's function or the expression is not. */
function mayHoldZone(call: LinkedCall, shape: SchedulerShape): boolean {
  if (call.row.options_kind === "open") return true;
  const { arguments: all } = call.record;
  const expressionAt = all.findIndex(({ kind, text }) => kind === "string" && zoneDependence(text) !== null);
  const last = all.at(-1);
  const isBehindJob = all.length - 1 > Math.max(expressionAt, shape.expressionAt ?? -1) + 1;
  return last !== undefined && isBehindJob && last.kind !== "function";
}

/** Values of options, in whichever object argument they stand. */
function optionValues(call: LinkedCall, paths: readonly string[]): unknown[] {
  const objects = call.record.arguments.filter(({ kind }) => kind === "object").map(({ json }) => readObject(json));
  objects.push(readObject(call.row.options));
  return paths
    .flatMap((path) => objects.map((options) => valueAt(options, path)))
    .filter((value) => value !== undefined);
}

function valueAt(options: Record<string, unknown>, path: string): unknown {
  let value: unknown = options;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}

function handlerOf(graph: CodeGraph, call: LinkedCall): ReturnType<typeof functionIn> {
  if (call.record.decorated?.functionId)
    return graph.function(call.record.decorated.functionId + call.file.functionOffset) ?? null;
  for (const argument of call.record.arguments) {
    if (argument.kind === "string" || argument.kind === "object") continue;
    const found = functionIn(graph, call, argument);
    if (found) return found;
  }
  return null;
}
