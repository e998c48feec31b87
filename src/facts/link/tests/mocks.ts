/** Members that tests replace, and whether what they name has them. */
import { closestName } from "../../../shared/closest-name.js";
import { addRows, type FactSet } from "../../fact-set.js";
import type { MockRow } from "../../rows.js";
import { readObject } from "../argument-function.js";
import type { CodeGraph, LinkedCall, LinkedFile } from "../code-graph.js";
import { MemberLookup, type Member } from "./member-lookup.js";

/** Adds a row for each member that a test replaces and that is named in the call. */
export function collectMocks(graph: CodeGraph, facts: FactSet): void {
  const lookup = new MemberLookup(graph);
  const calls = graph.calls.filter(({ file }) => file.info.role === "test");
  const rows = calls.flatMap((call) =>
    call.file.info.language === "python" ? ofPython(lookup, call) : ofScript(graph, lookup, call),
  );
  if (rows.length > 0) addRows(facts, "mock", rows);
}

function mockRow(call: LinkedCall, tool: string, target: string, member: string, found: Member): MockRow {
  const { row } = call;
  return {
    file: row.file,
    line: row.line,
    function_id: row.function_id,
    tool,
    target,
    target_file: found.file,
    member,
    is_created: call.file.info.language === "python" && allowsAbsence(call.row.options),
    outcome: found.outcome,
    nearest: found.outcome === "missing" ? closestName(member, found.names) : null,
  };
}

/** `patch("app.mail.send")`, `patch.object(Mail, "send")`, `monkeypatch.setattr(mail, "send", …)` */
function ofPython(lookup: MemberLookup, call: LinkedCall): MockRow[] {
  const { record, file } = call;
  const tool = pythonTool(call);
  if (tool === null) return [];
  const [target, name] = record.arguments;
  if (target === undefined) return [];
  if (target.kind === "string") {
    if (tool === "patch.object" || !/^[A-Za-z_]\w*(?:\.\w+)+$/.test(target.text)) return [];
    const { found, member } = lookup.dotted(file, target.text);
    return [mockRow(call, tool, target.text, member, found)];
  }
  if (name?.kind !== "string" || target.origin === null) return [];
  return [mockRow(call, tool, target.text, name.text, lookup.member(file, target.origin, [name.text]))];
}

function pythonTool({ row }: LinkedCall): string | null {
  const { callee } = row;
  if (/^(?:monkeypatch|mp|monkeypatch_\w+)\.setattr$/.test(callee)) return "monkeypatch";
  const isMock =
    /^(?:\w*mocker)\./.test(callee) ||
    /^(?:unittest(?:\.mock)?|mock)$/.test(row.package ?? row.module ?? "") ||
    row.module === "unittest.mock";
  if (!isMock) return null;
  if (/(?:^|\.)patch$/.test(callee)) return callee.startsWith("mocker") ? "mocker.patch" : "patch";
  return /(?:^|\.)(?:patch\.object|spy)$/.test(callee) ? "patch.object" : null;
}

/** `create=True` makes what is not there; `raising=False` does not mind. */
function allowsAbsence(options: string | null): boolean {
  const { create, raising } = readObject(options);
  return create !== undefined || raising !== undefined;
}

function ofScript(graph: CodeGraph, lookup: MemberLookup, call: LinkedCall): MockRow[] {
  const { row, record } = call;
  const [target, name] = record.arguments;
  if (target === undefined) return [];
  if (row.method === "spyOn" || (row.method === "stub" && /(?:^|\.)(?:sinon|sandbox)\.stub$/.test(row.callee))) {
    if (name?.kind !== "string" || target.origin === null) return [];
    const found = lookup.member(call.file, target.origin, [name.text]);
    return [mockRow(call, row.method, target.text, name.text, found)];
  }
  const isFactory =
    /^(?:vi|jest)\.(?:mock|doMock)$/.test(row.callee) && row.argument_count === 2 && target.kind === "string";
  return isFactory ? ofFactory(graph, call, target.text) : [];
}

/** `vi.mock("./mail", () => ({ send: vi.fn() }))` */
function ofFactory(graph: CodeGraph, call: LinkedCall, specifier: string): MockRow[] {
  const { file, record } = call;
  const factory = record.arguments[1]?.functionId ?? null;
  const target = graph.target(file, specifier).resolvedFile;
  const returned = factory === null ? undefined : file.code.returns.get(factory);
  if (target === null || returned?.origin.kind !== "shape" || returned.origin.steps.length > 0) return [];
  const shape = file.code.shapes.get(returned.origin.id);
  const names = exportsOf(graph.files.get(target));
  return [...(shape?.members.keys() ?? [])]
    .filter((member) => member !== "__esModule" && member !== "default")
    .map((member) => {
      const has = graph.hasExport(target, member);
      const outcome = has === null ? "unknown" : has ? "found" : "missing";
      return mockRow(call, "mock", specifier, member, { outcome, file: target, names });
    });
}

const exportsOf = (file: LinkedFile | undefined): readonly string[] =>
  (file?.code.facts.export ?? []).map(({ name }) => name);
