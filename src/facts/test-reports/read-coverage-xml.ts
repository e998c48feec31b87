import { type CoverageReport, dayOf, type FileCoverage } from "./report.js";
import { scanXml, type XmlTag } from "./scan-xml.js";

/** Cobertura (also what coverage.py writes) or Clover; null when the XML is something else. Throws XmlRefused. */
export function readCoverageXml(text: string): CoverageReport | null {
  for (const tag of scanXml(text)) {
    if (tag.name !== "coverage" || tag.kind !== "open") return null;
    return tag.attribute("clover") === null && tag.attribute("generated") === null
      ? readCobertura(text, tag)
      : readClover(text, tag);
  }
  return null;
}

function readCobertura(text: string, root: XmlTag): CoverageReport {
  const hits = new Map<string, Map<string, boolean>>();
  let current: Map<string, boolean> | null = null;
  for (const tag of scanXml(text)) {
    if (tag.name === "class") {
      const path = tag.kind === "close" ? null : tag.attribute("filename");
      current = path === null ? null : (hits.get(path) ?? new Map<string, boolean>());
      if (path !== null && current !== null) hits.set(path, current);
    } else if (tag.name === "line" && tag.kind !== "close" && current !== null) {
      const number = tag.attribute("number") ?? "";
      // Methods list their lines once more.
      current.set(number, current.get(number) === true || Number(tag.attribute("hits")) > 0);
    }
  }
  const files = [...hits].map(([path, lines]): FileCoverage => {
    return { path, lines: lines.size, covered: [...lines.values()].filter(Boolean).length };
  });
  const roots = [...text.slice(0, 20_000).matchAll(/<source>([^<]{1,500})<\/source>/g)].flatMap(
    ([, path]) => path ?? [],
  );
  return { format: "cobertura", writtenOn: dayOf(root.attribute("timestamp")), roots, files };
}

function readClover(text: string, root: XmlTag): CoverageReport {
  const files: FileCoverage[] = [];
  let path: string | null = null;
  for (const tag of scanXml(text)) {
    if (tag.name === "file") path = tag.kind === "close" ? null : (tag.attribute("path") ?? tag.attribute("name"));
    if (tag.name !== "metrics" || path === null) continue;
    const lines = Number(tag.attribute("statements") ?? 0);
    const covered = Number(tag.attribute("coveredstatements") ?? 0);
    if (lines >= covered) files.push({ path, lines, covered });
    path = null;
  }
  return { format: "clover", writtenOn: dayOf(root.attribute("generated")), roots: [], files };
}
