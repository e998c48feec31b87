import type { ConfigNode, ConfigScalar, ReadProblem } from "../config-tree/config-tree.js";
import { describeEnvValue } from "../env-files/env-value.js";
import { addRows, type FactSet } from "../fact-set.js";
import type { RuntimeVersionRow } from "../rows.js";
import { commandAssignments } from "./command-env.js";
import { isZoneDependent } from "./cron.js";
import { imageRuntimes } from "./image-runtimes.js";

/** Long scripts are cut here: rules look for commands, not for whole programs. */
const LONGEST_VALUE = 4000;
/** A generated manifest with more settings than this is cut; nothing real comes near. */
const MOST_ROWS = 20_000;

/** Where a setting or variable belongs. */
export interface Where {
  readonly line: number;
  readonly service?: string | null | undefined;
  /** production | preview | development | test, where the file says so. */
  readonly environment?: string | null | undefined;
}

/** Collects the rows of one deploy or CI file; knows its path, kind and vocabulary, so that extractors only say what they found. */
export class DeployRows {
  readonly facts: FactSet = {};
  private readonly declared = new Set<string>();

  constructor(
    readonly file: string,
    /** deploy_setting.kind */
    readonly kind: string,
    /** env_declaration.source and runtime_version.source */
    readonly source: string = kind,
  ) {}

  /** A setting with a text; null texts are no settings. */
  setting(key: string, text: string | null, where: Where): void {
    if (text === null || (this.facts.deploy_setting?.length ?? 0) >= MOST_ROWS) return;
    const value = text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
    this.addSetting(key, value, where);
  }

  /** A setting from a node: the scalar's text, or a list of scalars joined with spaces. */
  settingOf(key: string, node: ConfigNode | undefined, service: string | null = null): void {
    if (node) this.setting(key, foldNode(node), { line: node.line, service });
  }

  /** A command: a setting, and the variables that it sets for the program it starts. */
  command(key: string, text: string | null, where: Where): void {
    this.setting(key, text, where);
    if (text === null || !text.includes("=")) return;
    for (const { name, value } of commandAssignments(text)) this.env(name, value, where);
  }

  /** The same from a node; null and missing nodes are no commands. */
  commandOf(key: string, node: ConfigNode | undefined, service: string | null = null): void {
    if (node) this.command(key, foldNode(node), { line: node.line, service });
  }

  /** One setting per scalar of a list. */
  settingEach(key: string, scalars: readonly { text: string; line: number }[], service: string | null = null): void {
    for (const { text, line } of scalars) this.setting(key, text, { line, service });
  }

  /** A variable that this file gives to a service: a setting `env.NAME` and a declaration. A null value means "taken from elsewhere". */
  env(name: string, value: string | null, where: Where): void {
    const described = value === null ? { kind: "reference", value: null } : describeEnvValue(name, value);
    this.addSetting(`env.${name}`, described.value, where);
    this.addDeclaration(name, described.kind, described.value, where);
  }

  /** A variable that is set without being given to our own code (a database image's password): only a setting. */
  foreignEnv(name: string, value: string | null, where: Where): void {
    const described = value === null ? null : describeEnvValue(name, value).value;
    this.addSetting(`env.${name}`, described, where);
  }

  /** A variable of the stage that is shipped, wherever it was set: only a setting, `final.env.NAME`. */
  shippedEnv(name: string, value: string | null, where: Where): void {
    this.addSetting(`final.env.${name}`, value === null ? null : describeEnvValue(name, value).value, where);
  }

  /** A build argument: visible to the build's commands as a variable, with or without a default. */
  arg(name: string, fallback: string | null, where: Where): void {
    const described = fallback === null ? { kind: "reference", value: null } : describeEnvValue(name, fallback);
    this.addSetting(`arg.${name}`, described.value, where);
    this.addDeclaration(name, described.kind, described.value, where);
  }

  /** A variable that is only declared: its value comes from a secret store or from whoever runs this. */
  declare(name: string, kind: "reference" | "secret" | "unknown", where: Where, fallback: string | null = null): void {
    const value = fallback === null ? null : describeEnvValue(name, fallback).value;
    this.addDeclaration(name, kind, value, where);
  }

  /** A container image: a setting and the runtimes it brings along. `resolved` is the image with variables filled in. */
  image(key: string, text: string | null, where: Where, resolved: string | null = text): void {
    this.setting(key, text, where);
    if (text === null || resolved === null) return;
    for (const { product, version, isPinned } of imageRuntimes(resolved))
      this.runtime({ line: where.line, product, version, raw: text, is_pinned: isPinned });
  }

  /** A runtime version. */
  runtime(row: Omit<RuntimeVersionRow, "file" | "source">): void {
    addRows(this.facts, "runtime_version", [{ file: this.file, source: this.source, ...row }]);
  }

  /** Scheduled work: a setting `cron` and a job. `zone` null = none is given and the platform does not define one. */
  cron(scheduler: string, expression: string, zone: JobZone, where: Where): void {
    this.setting("cron", expression, where);
    addRows(this.facts, "job", [
      {
        file: this.file,
        line: where.line,
        scheduler,
        expression,
        timezone: zone.kind === "none" ? null : zone.name,
        timezone_kind: zone.kind,
        is_zone_dependent: isZoneDependent(expression),
        handler_id: null,
        call_id: null,
      },
    ]);
  }

  /** Something in the file that could not be understood. */
  problem(problem: ReadProblem | null): void {
    if (problem) addRows(this.facts, "problem", [{ file: this.file, ...problem }]);
  }

  private addSetting(key: string, value: string | null, where: Where): void {
    if ((this.facts.deploy_setting?.length ?? 0) >= MOST_ROWS) return;
    addRows(this.facts, "deploy_setting", [
      { file: this.file, line: where.line, kind: this.kind, service: where.service ?? null, key, value },
    ]);
  }

  private addDeclaration(name: string, kind: string, value: string | null, where: Where): void {
    // `KEY: ${KEY}` both sets and refers to KEY: one declaration per line is enough.
    const key = `${where.line}\0${name}`;
    if (!/^[A-Za-z_][\w.-]*$/.test(name) || this.declared.has(key) || this.declared.size >= MOST_ROWS) return;
    this.declared.add(key);
    addRows(this.facts, "env_declaration", [
      {
        file: this.file,
        line: where.line,
        name,
        source: this.source,
        value_kind: kind,
        value,
        is_commented: false,
        is_optional: false,
        environment: where.environment ?? null,
      },
    ]);
  }
}

/** Time zone of a schedule. */
export type JobZone =
  | { readonly kind: "none" }
  | { readonly kind: "platform" | "literal" | "expression"; readonly name: string };

/** Platforms that document their schedules as UTC. */
export const PLATFORM_UTC: JobZone = { kind: "platform", name: "UTC" };

/** A zone as written in a file: a name, or an expression that is filled in later. */
export const writtenZone = (text: string): JobZone => ({
  kind: /[${]/.test(text) ? "expression" : "literal",
  name: text,
});

/** A node as one text: a scalar as it is, a list of scalars joined with spaces; null for anything else. */
export function foldNode(node: ConfigNode): string | null {
  if (node.kind === "scalar") return node.text;
  if (node.kind === "map") return null;
  const scalars = node.items.filter((item): item is ConfigScalar => item.kind === "scalar");
  return scalars.length === node.items.length ? scalars.map((scalar) => scalar.text ?? "").join(" ") : null;
}
