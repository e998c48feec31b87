import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { closestName } from "../shared/closest-name.js";
import { UserError } from "../shared/errors.js";
import { CATEGORIES, type Category } from "../shared/rule.js";
import { isRuleId, ruleSchema } from "./rule-file.js";

/**
 * Writes a rule to start from. It loads, and its test fails until it is filled in.
 * @param name <category>/<id>
 * @param folder the rules folder it goes into.
 * @returns the path of the new file.
 * @throws UserError when the name is not one of a rule, or the file exists already.
 */
export function writeNewRule(name: string, folder: string): string {
  const { category, id } = parseRuleName(name);
  const path = join(folder, category, `${id}.yaml`);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, newRuleText(category, id), { flag: "wx" });
    return path;
  } catch (cause) {
    const isTaken = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    throw new UserError(isTaken ? "This rule exists already." : "The rule could not be written.", {
      where: path,
      remedy: isTaken ? "Edit it, or choose another id." : "Check the folder and its permissions.",
      cause,
    });
  }
}

function parseRuleName(name: string): { category: Category; id: string } {
  const [folder = "", id = "", ...rest] = name.replace(/\.yaml$/, "").split("/");
  if (id === "" || rest.length > 0 || !isRuleId(id))
    throw new UserError(`"${name}" is not the name of a rule.`, {
      remedy: "Write <category>/<id>, the id in lower case words joined by hyphens: scheduling/cron-without-timezone.",
    });
  const category = CATEGORIES.find((each) => each === folder);
  if (category !== undefined) return { category, id };
  const nearest = closestName(folder, CATEGORIES);
  throw new UserError(`There is no category "${folder}".`, {
    remedy: `${nearest === null ? "" : `Did you mean "${nearest}"? `}Categories: ${CATEGORIES.join(", ")}.`,
  });
}

type Field = keyof typeof ruleSchema.shape;

/** The schema's own words, so that they are written once. */
const about = (field: Field): string => `# ${ruleSchema.shape[field].description ?? ""}`;

function newRuleText(category: Category, id: string): string {
  return `${about("id")}
id: ${id}
${about("title")}
title: TODO
category: ${category}
${about("severity")}
severity: medium
${about("effort")}
effort: 1h
${about("confidence")}
confidence: medium
${about("needs")}
needs: [code]
${about("check")}
# \`prodcheck facts\` lists every table; \`prodcheck query "SELECT …"\` tries one out.
check: |
  SELECT file, line, callee AS subject,
         CASE WHEN method = 'TODO' THEN 'fail' ELSE 'pass' END AS status
  FROM app_call
  WHERE method = 'TODO'
${about("message")}
message: "\`{subject}\` TODO."
${about("why")}
why: |
  TODO
fix:
  summary: TODO
${about("references")}
references: []
${about("examples")}
examples:
  bad:
    - name: TODO
      files:
        src/app.ts: |
          export const todo = true;
      findings: ["src/app.ts:1"]
  good:
    - name: TODO a look-alike that is fine
      files:
        src/app.ts: |
          export const todo = false;
`;
}
