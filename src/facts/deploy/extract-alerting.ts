import { addRows, type FactSet } from "../fact-set.js";

const RULE = /^\s*(?:-\s*)?expr:\s*(\S.*)$/;
const RECEIVER = /^\s*(?:-\s*)?(?:contactPoints|[a-z]+_configs):/;

/** Rules of Prometheus and Loki that raise an alarm, and receivers of Alertmanager and Grafana. */
export const looksLikeAlerting = (text: string): boolean =>
  /^\s*-\s*alert:|^\s*contactPoints:|^\s*datasourceUid:/m.test(text) ||
  (/^receivers:/m.test(text) && /^\s*(?:-\s*)?[a-z]+_configs:/m.test(text));

/** What raises an alarm, and that somebody is told. */
export function extractAlerting(path: string, text: string): FactSet {
  const facts: FactSet = {};
  for (const [index, line] of text.split("\n").entries()) {
    const expression = RULE.exec(line)?.[1];
    if (expression !== undefined)
      addRows(facts, "alerting", [{ file: path, line: index + 1, kind: "rule", expression: expression.slice(0, 500) }]);
    else if (RECEIVER.test(line))
      addRows(facts, "alerting", [{ file: path, line: index + 1, kind: "receiver", expression: null }]);
  }
  return facts;
}
