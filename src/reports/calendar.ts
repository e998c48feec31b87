/** What of a repository stops working, and when: the dated facts it uses, in order of their dates. */
import Table from "cli-table3";
import { codeSpan, escapeMarkdown, linkTo, tableRow } from "./markdown-text.js";
import { renderIcs } from "./calendar-ics.js";
import { plural } from "./phrases.js";
import { sanitizeLine } from "./sanitize.js";

export const CALENDAR_FORMATS = ["table", "markdown", "json", "ics"] as const;
export type CalendarFormat = (typeof CALENDAR_FORMATS)[number];

export interface CalendarPlace {
  readonly file: string;
  readonly line: number;
}

/** One thing with a date, and every place that uses it. */
export interface CalendarEntry {
  /** YYYY-MM-DD. */
  readonly date: string;
  /** Until the date; negative after it. */
  readonly daysLeft: number;
  /** model | api | auth | package | sdk | runtime */
  readonly kind: string;
  readonly vendor: string | null;
  readonly name: string;
  /** error | rerouted | billed-differently | unsupported | licence */
  readonly effect: string;
  readonly replacement: string | null;
  /** Where the date is published. */
  readonly source: string;
  /** A (vendor) | B (a copy of the vendor's page) | C (one secondary source) | U (not confirmed) */
  readonly confidence: string;
  readonly places: readonly CalendarPlace[];
}

export interface Calendar {
  /** The day it is judged by, YYYY-MM-DD. */
  readonly asOf: string;
  readonly entries: readonly CalendarEntry[];
}

/** What happens on the date: before it, and said of the past. */
const EFFECTS: Readonly<Record<string, readonly [string, string]>> = {
  error: ["stops working", "stopped working"],
  rerouted: ["will be answered by something else", "is answered by something else"],
  "billed-differently": ["will be billed differently", "is billed differently"],
  unsupported: ["will not be supported any more", "is not supported any more"],
  licence: ["gets another licence", "has another licence"],
};

export function renderCalendar(calendar: Calendar, format: CalendarFormat): string {
  if (format === "json") return `${JSON.stringify({ schemaVersion: 1, ...calendar }, null, 2)}\n`;
  if (format === "ics") return renderIcs(calendar);
  return format === "markdown" ? renderMarkdown(calendar) : renderTable(calendar);
}

/** "claude-3-opus (Anthropic) stops working". */
export function whatHappens(entry: CalendarEntry): string {
  const [before, after] = EFFECTS[entry.effect] ?? [entry.effect, entry.effect];
  const doubt = entry.confidence === "U" ? " (date not confirmed)" : "";
  return `${nameOf(entry)} ${entry.daysLeft > 0 ? before : after}${doubt}`;
}

const nameOf = ({ name, vendor }: CalendarEntry): string => (vendor === null ? name : `${name} (${vendor})`);

export const placeText = ({ file, line }: CalendarPlace): string => `${file}:${line}`;

function distance(days: number): string {
  if (days === 0) return "today";
  return days > 0 ? `in ${plural(days, "day")}` : `${plural(-days, "day")} ago`;
}

function renderTable({ entries, asOf }: Calendar): string {
  if (entries.length === 0) return `Nothing with a date was found (as of ${asOf}).\n`;
  const table = new Table({
    head: ["date", "", "what", "use instead", "where"],
    style: { head: [], border: [], compact: true },
  });
  for (const entry of entries) {
    table.push(
      [entry.date, distance(entry.daysLeft), whatHappens(entry), entry.replacement ?? "", placesLine(entry)].map(
        sanitizeLine,
      ),
    );
  }
  return `${table.toString()}\n${plural(entries.length, "date")} as of ${asOf}\n`;
}

/** A table has room for the first place. */
function placesLine({ places }: CalendarEntry): string {
  const [first, ...others] = places;
  if (first === undefined) return "";
  return others.length === 0 ? placeText(first) : `${placeText(first)} and ${others.length} more`;
}

function renderMarkdown({ entries, asOf }: Calendar): string {
  const rows = entries.map((entry) =>
    tableRow([
      entry.date,
      distance(entry.daysLeft),
      escapeMarkdown(whatHappens(entry), true),
      entry.replacement === null ? "" : escapeMarkdown(entry.replacement, true),
      entry.places.map((place) => codeSpan(sanitizeLine(placeText(place)), true)).join("<br>"),
      linkTo(entry.source) ?? "",
    ]),
  );
  const table = [
    tableRow(["Date", "", "What", "Use instead", "Where", "Source"]),
    "|---|---|---|---|---|---|",
    ...rows,
  ];
  return (
    [
      "# What stops working when",
      `As of ${asOf}.`,
      entries.length === 0 ? "Nothing with a date was found." : table.join("\n"),
      "",
    ]
      .join("\n\n")
      .trimEnd() + "\n"
  );
}
