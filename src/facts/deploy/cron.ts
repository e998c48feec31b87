const MACROS: Readonly<Record<string, boolean>> = {
  "@yearly": true,
  "@annually": true,
  "@monthly": true,
  "@weekly": true,
  "@daily": true,
  "@midnight": true,
  "@hourly": false,
  "@reboot": false,
};

/**
 * Whether a schedule names an hour or a day, so that it fires at another moment in another time zone.
 * Reads five and six field cron, AWS `cron(…)` and `rate(…)`, and `@` macros; null when it is none of them.
 */
export function isZoneDependent(expression: string): boolean | null {
  const text = expression.trim().toLowerCase();
  if (Object.hasOwn(MACROS, text)) return MACROS[text] ?? null;
  if (/^@every\s|^rate\(/.test(text)) return false;
  const aws = /^cron\((.*)\)$/.exec(text);
  // `TZ=Europe/Rome 0 9 * * *` carries its zone; its fields still name an hour.
  const fields = (aws?.[1] ?? text).replace(/^(?:cron_)?tz=\S+\s+/, "").split(/\s+/);
  if (fields.length < 5 || fields.length > 7 || !fields.every((field) => /^[\d*/,\-?a-z#]+$/.test(field))) return null;
  // AWS ends with the year; other six-field forms begin with seconds.
  const [hour = "", ...days] = aws || fields.length === 5 ? fields.slice(1, 5) : fields.slice(2, 6);
  return !/^(?:\*|\?|\*\/\d+|0-23(?:\/\d+)?|0\/\d+)$/.test(hour) || days.some((day) => !/^(?:\*|\?|\*\/1)$/.test(day));
}
