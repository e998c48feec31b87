/** The calendar as iCalendar (RFC 5545): an all-day event for each date, the same text for the same input. */
import { createHash } from "node:crypto";
import { placeText, whatHappens, type Calendar, type CalendarEntry } from "./calendar.js";
import { sanitizeLine } from "./sanitize.js";

/** A content line holds at most so many octets; RFC 5545, 3.1. */
const LINE_OCTETS = 75;
/** A reminder this many days before the date. */
const REMINDER_DAYS = 30;
/** Calendars show a few lines of a description. */
const MOST_PLACES = 20;

export function renderIcs({ asOf, entries }: Calendar): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//prodcheck//calendar//EN",
    "CALSCALE:GREGORIAN",
    ...entries.flatMap((entry) => eventLines(entry, asOf)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}

function eventLines(entry: CalendarEntry, asOf: string): string[] {
  const places = entry.places.map(placeText);
  const description = [
    ...(entry.replacement === null ? [] : [`Use ${entry.replacement}.`]),
    ...places.slice(0, MOST_PLACES),
    ...(places.length > MOST_PLACES ? [`and ${places.length - MOST_PLACES} more`] : []),
    `Source: ${entry.source}`,
  ];
  return [
    "BEGIN:VEVENT",
    `UID:${uid(entry)}@prodcheck`,
    `DTSTAMP:${basicDate(asOf)}T000000Z`,
    `DTSTART;VALUE=DATE:${basicDate(entry.date)}`,
    `SUMMARY:${escapeText(whatHappens(entry))}`,
    `DESCRIPTION:${description.map(escapeText).join(String.raw`\n`)}`,
    "TRANSP:TRANSPARENT",
    ...(entry.daysLeft > 0 ? reminderLines(entry) : []),
    "END:VEVENT",
  ];
}

const reminderLines = (entry: CalendarEntry): string[] => [
  "BEGIN:VALARM",
  "ACTION:DISPLAY",
  `TRIGGER:-P${REMINDER_DAYS}D`,
  `DESCRIPTION:${escapeText(whatHappens(entry))}`,
  "END:VALARM",
];

/** The same thing keeps its event when its date moves, so that a calendar updates instead of doubling it. */
const uid = ({ kind, vendor, name }: CalendarEntry): string =>
  createHash("sha256")
    .update(JSON.stringify([kind, vendor, name]))
    .digest("hex")
    .slice(0, 32);

const basicDate = (date: string): string => date.replaceAll("-", "");

const escapeText = (text: string): string => sanitizeLine(text).replace(/[\\;,]/g, String.raw`\$&`);

/** Breaks a line between characters; what goes on begins with a space. */
function fold(line: string): string {
  const parts: string[] = [];
  let part = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LINE_OCTETS) {
      parts.push(part);
      part = " ";
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join("\r\n");
}
