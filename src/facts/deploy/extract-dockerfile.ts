import { DockerfileParser, type Instruction } from "dockerfile-ast";
import type { FactSet } from "../fact-set.js";
import { commandAssignments, wordAssignments } from "./command-env.js";
import { DeployRows } from "./deploy-rows.js";
import { type DockerStage, effective, type FinalStage } from "./docker-stage.js";
import { expandVariables } from "./variables.js";

/** Build arguments that BuildKit defines by itself. */
const PREDEFINED_ARG = /^(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)$|^(?:https?|ftp|no|all)_proxy$/i;

/** What they are on the platform that most images are built for; `FROM build-${TARGETARCH}` names a stage this way. */
const DEFAULT_PLATFORM: readonly (readonly [string, string])[] = [
  ["TARGETARCH", "amd64"],
  ["TARGETOS", "linux"],
  ["TARGETPLATFORM", "linux/amd64"],
  ["BUILDARCH", "amd64"],
  ["BUILDOS", "linux"],
  ["BUILDPLATFORM", "linux/amd64"],
];

/** Instructions that become one setting with their text as written. */
const PLAIN: Readonly<Record<string, string>> = {
  RUN: "run",
  COPY: "copy",
  ADD: "add",
  USER: "user",
  HEALTHCHECK: "healthcheck",
  STOPSIGNAL: "stopsignal",
  WORKDIR: "workdir",
};

/** Settings, variables and base images of a Dockerfile, stage by stage. The last stage is the one that is shipped. */
export function extractDockerfile(path: string, text: string): FactSet {
  const rows = new DeployRows(path, "dockerfile");
  const source = text.replace(/^\uFEFF/, " ");
  const reader = new DockerfileReader(rows, source.split(/\r?\n/));
  for (const instruction of DockerfileParser.parse(source).getInstructions()) reader.read(instruction);
  reader.finish();
  return rows.facts;
}

class DockerfileReader {
  private readonly stages: DockerStage[] = [];
  /** ARGs before the first FROM: visible in FROM lines, and in stages that declare them again. */
  private readonly globals = new Map<string, string | null>(DEFAULT_PLATFORM);

  constructor(
    private readonly rows: DeployRows,
    private readonly lines: readonly string[],
  ) {}

  read(instruction: Instruction): void {
    const keyword = instruction.getKeyword();
    const line = instruction.getRange().start.line + 1;
    const content = this.argumentText(instruction);
    if (keyword === "FROM") return this.readFrom(content, line);
    if (keyword === "ARG") return this.readArg(instruction, line);
    const stage = this.stages.at(-1);
    if (!stage) return this.reportOutside(keyword, line);
    const where = { line, service: stage.name };
    if (keyword === "ENV") this.readEnv(instruction, stage);
    else if (keyword === "CMD" || keyword === "ENTRYPOINT")
      this.readCommand(keyword.toLowerCase(), content, line, stage);
    else if (keyword === "EXPOSE")
      for (const port of content.split(/\s+/)) this.rows.setting("port", expandVariables(port, stage.variables), where);
    else if (PLAIN[keyword]) this.rows.setting(PLAIN[keyword], content, where);
    if (keyword === "USER") stage.user = { text: expandVariables(content, stage.variables), line };
    if (keyword === "HEALTHCHECK") stage.healthcheck = { text: content, line };
  }

  /** Names what reaches the shipped image, through all stages it is built on. */
  finish(): void {
    const last = this.stages.at(-1);
    if (!last) return this.reportNoStage();
    const service = last.name;
    const final: FinalStage = effective(last);
    this.rows.setting("final-stage", last.name, { line: last.line, service });
    this.rows.setting("final.from", final.from.text, { line: final.from.line, service });
    if (final.user) this.rows.setting("final.user", final.user.text, { line: final.user.line, service });
    if (final.healthcheck)
      this.rows.setting("final.healthcheck", final.healthcheck.text, { line: final.healthcheck.line, service });
    if (final.cmd) this.rows.setting("final.cmd", final.cmd.text, { line: final.cmd.line, service });
    for (const [name, { value, line }] of last.environment) this.rows.shippedEnv(name, value, { line, service });
  }

  /** The instruction's text after its keyword, flags included, with line continuations and the comments between them folded away. */
  private argumentText(instruction: Instruction): string {
    const { start, end } = instruction.getRange();
    const text = this.lines.slice(start.line, end.line + 1).join("\n");
    return text
      .slice(start.character + instruction.getInstruction().length)
      .replaceAll(/[ \t]?[\\`][ \t]*\n(?:[ \t]*#[^\n]*\n)*[ \t]*/g, " ")
      .trim();
  }

  private readFrom(content: string, line: number): void {
    const match = /^(?:--\S+\s+)*(\S+)(?:\s+as\s+(\S+))?/i.exec(content);
    const written = match?.[1] ?? "";
    // An argument without a default is given at build time: then the image stays as written.
    const image = expandVariables(written, this.globals) || written;
    const name = match?.[2] ?? String(this.stages.length);
    const parent = this.stages.findLast((stage) => stage.name.toLowerCase() === image.toLowerCase());
    const where = { line, service: name };
    // Building on another stage of this file brings no image of its own.
    if (parent || image === "scratch") this.rows.setting("from", written, where);
    else this.rows.image("from", written, where, image);
    this.stages.push({
      name,
      line,
      image,
      parent: parent ?? null,
      variables: new Map(parent?.variables),
      environment: new Map(parent?.environment),
      user: null,
      healthcheck: null,
      cmd: null,
      entrypoint: null,
    });
  }

  private readArg(instruction: Instruction, line: number): void {
    const stage = this.stages.at(-1);
    for (const { name, value } of pairsOf(instruction)) {
      if (!stage) {
        this.globals.set(name, value === null ? null : expandVariables(value, this.globals));
        continue;
      }
      const fallback = value === null ? (this.globals.get(name) ?? null) : expandVariables(value, stage.variables);
      // An ENV of the same name wins over an ARG.
      if (!stage.variables.has(name) || fallback !== null) stage.variables.set(name, fallback);
      const where = { line, service: stage.name };
      if (PREDEFINED_ARG.test(name)) continue;
      this.rows.arg(name, fallback, where);
    }
  }

  private readEnv(instruction: Instruction, stage: DockerStage): void {
    for (const { name, value, line } of pairsOf(instruction)) {
      const text = value ?? "";
      const where = { line, service: stage.name };
      const expanded = expandVariables(text, stage.variables);
      // `ENV A=$A` with an ARG that has a default is that default; without one it comes from the build.
      const known = expanded === "" && text !== "" ? null : expanded;
      this.rows.env(name, known, where);
      stage.environment.set(name, { value: known, line });
      stage.variables.set(name, expanded);
    }
  }

  private readCommand(key: string, content: string, line: number, stage: DockerStage): void {
    const where = { line, service: stage.name };
    this.rows.setting(key, content, where);
    const words = jsonWords(content);
    for (const { name, value } of words ? wordAssignments(words) : commandAssignments(content)) {
      this.rows.env(name, value, where);
      stage.environment.set(name, { value, line });
    }
    if (key === "cmd") stage.cmd = { text: content, line };
    else stage.entrypoint = { text: content, line };
  }

  private reportOutside(keyword: string, line: number): void {
    // Anything else is the syntax of a template.
    if (!PLAIN[keyword] && !/^(?:ENV|CMD|ENTRYPOINT|EXPOSE)$/.test(keyword)) return;
    this.rows.problem({
      line,
      message: `\`${keyword}\` stands before the first FROM`,
      remedy: "Move it below the FROM it belongs to; Docker refuses this file.",
    });
  }

  private reportNoStage(): void {
    this.rows.problem({
      line: 1,
      message: "This Dockerfile has no FROM",
      remedy: "Start it with the base image: FROM node:24-slim.",
    });
  }
}

interface Pair {
  readonly name: string;
  readonly value: string | null;
  readonly line: number;
}

function pairsOf(instruction: Instruction): Pair[] {
  if (!hasProperties(instruction)) return [];
  return instruction.getProperties().map((property) => ({
    name: property.getName(),
    value: property.getValue(),
    line: property.getNameRange().start.line + 1,
  }));
}

interface WithProperties {
  getProperties(): { getName(): string; getValue(): string | null; getNameRange(): { start: { line: number } } }[];
}

const hasProperties = (instruction: Instruction): instruction is Instruction & WithProperties =>
  "getProperties" in instruction && typeof instruction.getProperties === "function";

/** The exec form of CMD and ENTRYPOINT; null for the shell form. */
function jsonWords(content: string): string[] | null {
  if (!content.startsWith("[")) return null;
  try {
    const parsed: unknown = JSON.parse(content);
    return Array.isArray(parsed) ? parsed.filter((word): word is string => typeof word === "string") : null;
  } catch {
    // Docker, too, takes broken JSON for a shell command.
    return null;
  }
}
