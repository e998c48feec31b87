/** Scheduled work in Python: APScheduler, Celery's beat, schedule, rq-scheduler. */
import { isZoneDependent } from "../deploy/cron.js";
import { addRows, type FactSet } from "../fact-set.js";
import type { FunctionRow, JobRow } from "../rows.js";
import { functionIn, mark, readObject } from "./argument-function.js";
import type { CodeGraph, LinkedCall } from "./code-graph.js";

type Zone = Pick<JobRow, "timezone" | "timezone_kind">;

/** Words of a job; null when this call schedules nothing at an hour or a day. */
interface Scheduled extends Zone {
  readonly scheduler: string;
  /** Null: computed. */
  readonly expression: string | null;
  readonly handler: FunctionRow | null;
}

/** These define the zone themselves: UTC, unless they are told another one. */
const UTC: Zone = { timezone: null, timezone_kind: "platform" };
const NO_ZONE: Zone = { timezone: null, timezone_kind: "none" };

export function collectPythonJobs(graph: CodeGraph, facts: FactSet): void {
  for (const call of graph.calls) {
    if (call.file.info.language !== "python" || call.row.package === null) continue;
    const found = scheduledBy(graph, call);
    if (!found) continue;
    const { handler, expression, ...rest } = found;
    mark(handler, "job");
    const { file, line, id } = call.row;
    const isDependent = expression === null ? null : isZoneDependent(expression);
    addRows(facts, "job", [
      { file, line, ...rest, expression, is_zone_dependent: isDependent, handler_id: handler?.id ?? null, call_id: id },
    ]);
  }
}

function scheduledBy(graph: CodeGraph, call: LinkedCall): Scheduled | null {
  const { row, record } = call;
  const options = readObject(row.options);
  switch (row.package) {
    case "apscheduler":
      return /^(?:add_job|scheduled_job|add_schedule)$/.test(row.method) ? apschedulerJob(graph, call, options) : null;
    case "celery":
      if (row.method !== "crontab") return null;
      return {
        scheduler: "celery",
        expression: fieldsText(options, ["minute", "hour", "day_of_month", "month_of_year", "day_of_week"], "*"),
        ...UTC,
        handler: null,
      };
    case "rq_scheduler": {
      const [first] = record.arguments;
      if (row.method !== "cron" || first === undefined) return null;
      const zone = options["use_local_timezone"] === true ? NO_ZONE : UTC;
      return {
        scheduler: "rq-scheduler",
        expression: first.kind === "string" ? first.text : null,
        ...zone,
        handler: null,
      };
    }
    case "schedule":
      return row.method === "at" ? scheduleJob(call, options) : null;
    default:
      return null;
  }
}

/** `add_job(run, "cron", hour=9)`, `@scheduled_job("cron", hour=9)`, `add_job(run, CronTrigger(hour=9))` */
function apschedulerJob(graph: CodeGraph, call: LinkedCall, options: Record<string, unknown>): Scheduled | null {
  const { record, file, row } = call;
  const isDecorator = row.method === "scheduled_job";
  const decorated = record.decorated?.functionId ?? null;
  const [first] = record.arguments;
  const handler = isDecorator
    ? (graph.function(decorated === null ? null : decorated + file.functionOffset) ?? null)
    : first === undefined
      ? null
      : functionIn(graph, call, first);
  const trigger = record.arguments[isDecorator ? 0 : 1] ?? record.named.find(({ name }) => name === "trigger")?.value;
  if (trigger?.kind === "string") {
    if (trigger.text !== "cron") return null;
    // Jobs that name their trigger share the zone of their scheduler.
    const zone = zoneIn(options) ?? schedulerZone(graph, call);
    return { scheduler: "apscheduler", expression: cronText(options), ...zone, handler };
  }
  const resolved = trigger?.origin ? graph.resolve(file, trigger.origin) : null;
  const own = trigger?.callId ?? null;
  const maker = graph.call(
    own === null ? (resolved?.kind === "package" ? resolved.madeBy : null) : own + file.callOffset,
  );
  if (!maker || !/CronTrigger/.test(maker.row.callee)) return null;
  const given = readObject(maker.row.options);
  const [crontab] = maker.record.arguments;
  const expression =
    maker.row.method === "from_crontab" ? (crontab?.kind === "string" ? crontab.text : null) : cronText(given);
  // A trigger that was made without a zone takes the machine's, whatever the scheduler says.
  return { scheduler: "apscheduler", expression, ...(zoneIn(given) ?? NO_ZONE), handler };
}

function zoneIn(options: Record<string, unknown>): Zone | null {
  const zone = options["timezone"];
  if (zone === undefined || zone === null) return null;
  return typeof zone === "string"
    ? { timezone: zone, timezone_kind: "literal" }
    : { timezone: JSON.stringify(zone), timezone_kind: "expression" };
}

/** What `BackgroundScheduler(timezone=…)` says, and for how sure. */
function schedulerZone(graph: CodeGraph, call: LinkedCall): Zone {
  const maker = graph.call(call.row.client_id);
  if (!maker) return { timezone: null, timezone_kind: "unknown" };
  const isConfigured = graph
    .callsIn(maker.file)
    .some(({ row }) => row.method === "configure" && row.client_id === maker.row.id && row.package === "apscheduler");
  const found = zoneIn(readObject(maker.row.options));
  // A dictionary of settings may hold the zone, too.
  const isOpen = isConfigured || maker.record.arguments.length > 0 || /^(open|dynamic)$/.test(maker.row.options_kind);
  return found ?? (isOpen ? { timezone: null, timezone_kind: "unknown" } : NO_ZONE);
}

/** `schedule.every().day.at("09:00", "Europe/Rome")` */
function scheduleJob({ row, record }: LinkedCall, options: Record<string, unknown>): Scheduled | null {
  const [time, zone] = record.arguments;
  const [, hour, minute] = /^(\d{1,2}):(\d{2})/.exec(time?.kind === "string" ? time.text : "") ?? [];
  const isHourly = /(?:^|\.)(?:hours?|minutes?)(?:\.|$)/.test(row.path ?? "");
  if (time === undefined || isHourly) return null;
  const expression = hour === undefined ? null : `${Number(minute)} ${Number(hour)} * * *`;
  const named = zone?.text ?? (typeof options["tz"] === "string" ? options["tz"] : undefined);
  const found: Zone = named === undefined ? NO_ZONE : { timezone: named, timezone_kind: "literal" };
  return { scheduler: "schedule", expression, ...found, handler: null };
}

/** Fields of APScheduler: those below the first that is given are at their least, those above are free. */
function cronText(options: Record<string, unknown>): string | null {
  const isHourly =
    options["hour"] === undefined &&
    ["day", "week", "day_of_week", "month"].every((name) => options[name] === undefined);
  if (isHourly) return fieldsText(options, ["minute", "hour", "day", "month", "day_of_week"], "*");
  return fieldsText({ minute: 0, hour: 0, ...options }, ["minute", "hour", "day", "month", "day_of_week"], "*");
}

function fieldsText(options: Record<string, unknown>, names: readonly string[], free: string): string | null {
  const fields = names.map((name) => options[name] ?? free);
  const texts = fields.flatMap((field) =>
    typeof field === "string" || typeof field === "number" ? String(field).replaceAll(" ", "") : [],
  );
  return texts.length === fields.length ? texts.join(" ") : null;
}
