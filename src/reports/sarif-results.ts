/** The results of a SARIF run. */
import type { Location, PhysicalLocation, Result, Suppression } from "sarif";
import type { AuditResult, Finding } from "../shared/result.js";
import { SEVERITIES } from "../shared/rule.js";
import { placesOf, plural } from "./phrases.js";
import { pathForHost } from "./repository-path.js";
import { clip } from "./sanitize.js";
import { LEVELS } from "./sarif-rules.js";

/** GitHub rejects a file above either limit: https://docs.github.com/code-security/code-scanning */
const MOST_RESULTS = 25_000;
const MOST_LOCATIONS = 1_000;
/** Places named in the message itself; the others are listed beside the alert. */
const MOST_LINKS = 8;
const LONGEST_MESSAGE = 2_000;
/** Where a finding about no file is anchored when the repository has no manifest; says so instead of naming a file. */
const NO_FILE = "no file associated with this finding";

/** A path as a relative URI reference: every character that could mean something else is percent-encoded. */
export function toUri(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

export function physicalLocation(result: AuditResult, file: string, line: number | null): PhysicalLocation {
  return {
    artifactLocation: { uri: toUri(pathForHost(result, file)), uriBaseId: "%SRCROOT%" },
    region: { startLine: line ?? 1 },
  };
}

/** `[text](address)` is a link in a SARIF message, and a message must not bring its own. */
export function escapeMessage(text: string): string {
  return text.replaceAll("](", "] (");
}

function linkText(text: string): string {
  return text.replace(/[\\[\]]/g, String.raw`\$&`);
}

/** Open findings before suppressed ones, the worst first. */
function rank(finding: Finding): number {
  return SEVERITIES.indexOf(finding.severity) + (finding.suppressed === null ? 0 : SEVERITIES.length);
}

/** The findings that fit into GitHub's limit; what does not fit is the least of them. */
export function findingsThatFit(result: AuditResult): Finding[] {
  return result.findings.toSorted((a, b) => rank(a) - rank(b)).slice(0, MOST_RESULTS);
}

/** A finding about an object is shown at its first place, one about the repository at the manifest. */
function primaryLocation(result: AuditResult, finding: Finding): Location {
  const place = placesOf(finding)[0] ?? { file: result.target.manifest ?? NO_FILE, line: null };
  const object = finding.object;
  return {
    physicalLocation: physicalLocation(result, place.file, place.line),
    ...(object === null ? {} : { logicalLocations: [{ fullyQualifiedName: object, kind: "resource" }] }),
  };
}

function relatedLocations(result: AuditResult, finding: Finding): Location[] {
  return placesOf(finding)
    .slice(1, MOST_LOCATIONS)
    .map((place, index) => ({
      id: index + 1,
      physicalLocation: physicalLocation(result, place.file, place.line),
      message: { text: "Also here" },
    }));
}

function messageOf(finding: Finding): string {
  const about = placesOf(finding).length === 0 ? `${finding.object ?? "Whole repository"}: ` : "";
  const text = escapeMessage(clip(`${about}${finding.message}`, LONGEST_MESSAGE)) || escapeMessage(finding.title);
  const others = placesOf(finding).slice(1);
  if (others.length === 0) return text;
  const links = others.slice(0, MOST_LINKS).map((place, index) => {
    const name = place.line === null ? place.file : `${place.file}:${place.line}`;
    return `[${linkText(name)}](${index + 1})`;
  });
  const hidden = others.length - links.length;
  return `${text} Also at ${links.join(", ")}${hidden > 0 ? ` and ${plural(hidden, "more place")}` : ""}.`;
}

function suppressionsOf(finding: Finding): Suppression[] {
  if (finding.suppressed === null) return [];
  const { kind, reason, until } = finding.suppressed;
  const justification = [reason, until === null ? null : `until ${until}`].filter((part) => part !== null).join(", ");
  return [
    {
      kind: kind === "ignore" ? "inSource" : "external",
      status: "accepted",
      ...(justification === "" ? {} : { justification }),
    },
  ];
}

/**
 * GitHub tells alerts apart by rule, file and `primaryLocationLineHash` alone. Its uploader computes that hash from the
 * line's text and warns about any other value, so it is left to the uploader, except where the uploader would make one
 * alert of two findings: a second finding of a rule on a line, and findings without a line of their own.
 */
function fingerprintsOf(finding: Finding, isSharedLine: boolean): Record<string, string> {
  const own = { "prodcheck/v1": finding.fingerprint };
  const hasLine = (placesOf(finding)[0]?.line ?? null) !== null;
  return isSharedLine || !hasLine ? { ...own, primaryLocationLineHash: finding.fingerprint } : own;
}

/** A result for each finding that fits into GitHub's limits. */
export function sarifResults(result: AuditResult, ruleIndexes: ReadonlyMap<string, number>): Result[] {
  const seen = new Set<string>();
  return findingsThatFit(result).map((finding) => {
    const place = placesOf(finding)[0];
    const line = JSON.stringify([finding.rule, place?.file, place?.line]);
    const isSharedLine = seen.has(line);
    seen.add(line);
    const related = relatedLocations(result, finding);
    const ruleIndex = ruleIndexes.get(finding.rule);
    return {
      ruleId: finding.rule,
      ...(ruleIndex === undefined ? {} : { ruleIndex }),
      level: LEVELS[finding.severity],
      message: { text: messageOf(finding) },
      locations: [primaryLocation(result, finding)],
      ...(related.length === 0 ? {} : { relatedLocations: related }),
      partialFingerprints: fingerprintsOf(finding, isSharedLine),
      suppressions: suppressionsOf(finding),
      properties: {
        severity: finding.severity,
        confidence: finding.confidence,
        points: finding.points,
        effortMinutes: finding.effortMinutes,
      },
    };
  });
}
