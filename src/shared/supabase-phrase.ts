import type { SupabaseSummary } from "./result.js";

/** Which live project was asked, what it shows a stranger and what could not be asked, in one line. */
export function supabasePhrase({ host, anon, service, publicBuckets, gaps }: SupabaseSummary): string {
  const parts = [
    ...(anon === null
      ? []
      : [
          `a stranger can read rows of ${anon.readable} of ${counted(anon.relations, "table or view", "tables and views")}`,
          ...(anon.functions === 0 ? [] : [`may call ${counted(anon.functions, "function")}`]),
        ]),
    ...(service === null
      ? []
      : [
          `${service.missing} of ${counted(service.relations, "table")} that the code asks for ${service.missing === 1 ? "is" : "are"} missing`,
        ]),
    ...(publicBuckets === 0 ? [] : [counted(publicBuckets, "public bucket")]),
  ];
  const lacks = gaps.map(({ subject, role, reason }) => `${subject} as ${role} (${reason})`);
  return `${host}: ${parts.join(", ")}${lacks.length === 0 ? "" : `; not asked: ${lacks.join(", ")}`}`;
}

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
