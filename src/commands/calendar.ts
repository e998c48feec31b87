import { Command, Option } from "commander";
import { z } from "zod";
import { collectFacts, openStore } from "../audit.js";
import type { SqlRow } from "../facts/store.js";
import { CALENDAR_FORMATS, renderCalendar, type CalendarEntry, type CalendarFormat } from "../reports/calendar.js";
import { loadData } from "../rules/load-data.js";
import { builtInDataFolder } from "../rules/load-rules.js";
import { UserError } from "../shared/errors.js";
import { openRepository } from "../sources/repository.js";
import type { CommandContext } from "./context.js";
import { parseDate } from "./option-values.js";
import { writeOutput } from "./output.js";
import { today } from "./run-audit.js";

interface CalendarOptions {
  readonly format: CalendarFormat;
  readonly asOf?: string;
  readonly within?: number;
  readonly upcoming?: true;
  readonly output?: string;
}

const PLACES = `
  SELECT date, days_left, kind, vendor, name, effect, replacement, source, confidence, file, line
  FROM calendar_place ORDER BY date, kind, vendor, name, file, line`;

const placeRow = z.object({
  date: z.string(),
  days_left: z.number(),
  kind: z.string(),
  vendor: z.string().nullable(),
  name: z.string(),
  effect: z.string(),
  replacement: z.string().nullable(),
  source: z.string(),
  confidence: z.string(),
  file: z.string(),
  line: z.number().nullable(),
});

/** `prodcheck calendar [path]`: what this repository uses that stops working, by date. */
export function calendarCommand(context: CommandContext): Command {
  return new Command("calendar")
    .description("Print what in a repository stops working when: models, APIs, sign-in schemes, runtimes")
    .argument("[path]", "folder of the repository", ".")
    .addOption(new Option("--format <format>", "how to print").choices(CALENDAR_FORMATS).default("table"))
    .option("--as-of <date>", "judge dates by this day, YYYY-MM-DD (default: today)", parseDate)
    .option("--upcoming", "leave out what is past")
    .option("--within <days>", "leave out what is later than this many days", parseDays)
    .option("--output <file>", "write to this file instead of stdout")
    .action(async (path: string, options: CalendarOptions) => {
      const asOf = options.asOf ?? today();
      const entries = toEntries(await readPlaces(path, asOf, context)).filter((entry) => isWanted(entry, options));
      const text = renderCalendar({ asOf, entries }, options.format);
      if (options.output === undefined) context.write(text);
      else writeOutput({ what: "calendar", file: options.output, text });
    });
}

async function readPlaces(path: string, asOf: string, context: CommandContext): Promise<SqlRow[]> {
  const { facts: data, errors } = loadData(builtInDataFolder);
  for (const error of errors) context.warn(error);
  const { facts } = await collectFacts(openRepository(path), data, asOf, context.progress);
  context.progressDone();
  const store = openStore(facts);
  try {
    return store.all(PLACES);
  } finally {
    store.close();
  }
}

/** One entry for each thing, its places gathered. Rows of one thing stand together. */
function toEntries(rows: readonly SqlRow[]): CalendarEntry[] {
  const entries = new Map<string, CalendarEntry & { places: { file: string; line: number }[] }>();
  for (const row of z.array(placeRow).parse(rows)) {
    const { days_left: daysLeft, file, line, ...thing } = row;
    const key = JSON.stringify([thing.kind, thing.vendor, thing.name, thing.date]);
    const entry = entries.get(key) ?? { ...thing, daysLeft, places: [] };
    entry.places.push({ file, line: line ?? 1 });
    entries.set(key, entry);
  }
  return [...entries.values()];
}

const isWanted = ({ daysLeft }: CalendarEntry, { upcoming, within }: CalendarOptions): boolean =>
  (upcoming === undefined || daysLeft >= 0) && (within === undefined || daysLeft <= within);

function parseDays(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new UserError(`"${text}" is no number of days.`, { where: "--within", remedy: "Write it as 90." });
}
