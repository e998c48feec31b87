import { ts } from "ts-morph";
import { addRows } from "../fact-set.js";
import { lineOf, type Collector, type FileModel } from "./model.js";
import { refusedSettings } from "./refused-settings.js";
import { isFunctionLike } from "./scope.js";

const REFUSES =
  /\bthrow\b|\b(?:process|Deno)\.exit\(|\.addIssue\(|\b(?:errors|problems|issues|missing|invalid)\.push\(/;

/** `if (secret === "dev") { if (isProduction) throw … }`: what a start does not accept as a secret. */
export class SettingRefusalCollector implements Collector {
  readonly kinds = [ts.SyntaxKind.IfStatement];
  readonly #model: FileModel;

  constructor(model: FileModel) {
    this.#model = model;
  }

  visit(node: ts.Node): void {
    if (!ts.isIfStatement(node)) return;
    const branch = node.thenStatement.getText(this.#model.source);
    if (!REFUSES.test(branch)) return;
    const condition = [...conditionsAround(node), node].map((one) => one.expression.getText()).join(" && ");
    const line = lineOf(this.#model, node);
    const { path: file, facts } = this.#model;
    const rows = refusedSettings({ condition, branch }).map((name) => ({ file, line, name }));
    addRows(facts, "setting_refusal", rows);
  }
}

/** The other `if`s of the function whose branch it stands in, the outermost first. */
function conditionsAround(node: ts.IfStatement): ts.IfStatement[] {
  const found: ts.IfStatement[] = [];
  for (let current: ts.Node = node; !isFunctionLike(current) && !ts.isSourceFile(current); current = current.parent) {
    const { parent } = current;
    if (ts.isIfStatement(parent) && parent.thenStatement === current) found.unshift(parent);
  }
  return found;
}
