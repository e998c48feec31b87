/**
 * Reads `prodcheck.yaml`. The file belongs to the audited repository and is data like the rest of it: it can name rules,
 * a baseline and reports inside that repository, and nothing outside.
 */
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";
import { UserError } from "../shared/errors.js";
import { readYaml, type YamlPath, type YamlSource } from "../shared/read-yaml.js";
import { isReportFormat, type ReportFormat } from "../shared/report-format.js";
import { configFileSchema, type ConfigFile } from "./config-schema.js";
import { lstatOrNull, readRegularFile } from "./file-system.js";
import { decodeText } from "./text-shape.js";

/** The configuration with its paths made absolute, and every list and map there, empty when the file leaves it out. */
export interface Config extends Omit<ConfigFile, "baseline" | "schema" | "output"> {
  /** Absolute paths of folders. */
  readonly rules: string[];
  /** Absolute path. */
  readonly baseline?: string | undefined;
  /** Absolute path. */
  readonly schema?: string | undefined;
  readonly output: readonly ConfigOutput[];
}

export interface ConfigOutput {
  readonly format: ReportFormat;
  /** Absolute path. */
  readonly file: string;
}

export const CONFIG_FILES = ["prodcheck.yaml", "prodcheck.yml"] as const;
const MAX_CONFIG_BYTES = 256 * 1024;

/**
 * The configuration of `root`, and the file it came from (null: none, and the configuration is empty).
 * `explicitPath` (as of `--config`) is relative to the working directory; its own paths stay relative to `root`.
 * Throws a UserError that names file, line and remedy when the file is missing, unreadable or wrong.
 */
export function loadConfig(root: string, explicitPath?: string): { config: Config; file: string | null } {
  const file = explicitPath === undefined ? findConfig(root) : resolve(explicitPath);
  if (file === null) return { config: emptyConfig(), file: null };
  const shown = explicitPath ?? basename(file);
  const text = readConfigText(file, shown);
  if (isEmptyYaml(text)) return { config: emptyConfig(), file };
  const result = readYaml(text, shown, configFileSchema, "the configuration");
  if (!result.isValid) throw combined(result.errors, shown);
  return { config: resolvePaths(result.value, result.source, resolve(root)), file };
}

function emptyConfig(): Config {
  return { ...configFileSchema.omit({ baseline: true, schema: true, output: true }).parse({}), output: [] };
}

function findConfig(root: string): string | null {
  const found = CONFIG_FILES.map((name) => join(resolve(root), name)).filter((path) => lstatOrNull(path) !== null);
  const [first, second] = found;
  if (second !== undefined) {
    throw new UserError(`There are two configurations, ${CONFIG_FILES.join(" and ")}.`, {
      where: root,
      remedy: "Keep one of them.",
    });
  }
  return first ?? null;
}

function readConfigText(file: string, shown: string): string {
  const stat = lstatOrNull(file);
  if (stat === null) {
    throw new UserError("There is no such configuration file.", {
      where: shown,
      remedy: "Check the path given with --config, or leave it out to use prodcheck.yaml of the audited folder.",
    });
  }
  const bytes = readRegularFile(file, MAX_CONFIG_BYTES);
  if (bytes !== null) return decodeText(bytes);
  const reason = stat.isSymbolicLink()
    ? "It is a symbolic link, and prodcheck follows none."
    : stat.isFile() && stat.size > MAX_CONFIG_BYTES
      ? "It is larger than 256 kB."
      : "It cannot be read.";
  throw new UserError(`The configuration was not read. ${reason}`, {
    where: shown,
    remedy: "Put a plain, readable YAML file there.",
  });
}

function isEmptyYaml(text: string): boolean {
  return text.split("\n").every((line) => /^\s*(?:#.*|---\s*)?$/.test(line));
}

/** All mistakes of a file in one error, so that one run is enough to find them. */
function combined(errors: readonly UserError[], shown: string): UserError {
  const [first] = errors;
  if (first !== undefined && errors.length === 1) return first;
  const inOrder = errors.toSorted((a, b) => lineIn(a) - lineIn(b));
  const list = inOrder.map((error) => `  ${error.where ?? shown}: ${error.message} ${error.remedy ?? ""}`.trimEnd());
  return new UserError(`The configuration has ${errors.length} mistakes:\n${list.join("\n")}`, {
    where: inOrder[0]?.where ?? shown,
    remedy: "Correct them; README.md lists every key.",
  });
}

function lineIn(error: UserError): number {
  return Number(/:(\d+)$/.exec(error.where ?? "")?.[1] ?? 0);
}

function resolvePaths(file: ConfigFile, source: YamlSource, root: string): Config {
  const { rules, baseline, schema, output, ...rest } = file;
  const inside = (path: string, at: YamlPath): string =>
    resolveInside(path, root, `${source.file}:${source.lineOf(at)}`);
  return {
    ...rest,
    rules: rules.map((path, index) => inside(path, ["rules", index])),
    output: output.map((entry, index) => readOutput(entry, (path) => inside(path, ["output", index]))),
    ...(baseline === undefined ? {} : { baseline: inside(baseline, ["baseline"]) }),
    ...(schema === undefined ? {} : { schema: inside(schema, ["schema"]) }),
  };
}

function readOutput(entry: string, inside: (path: string) => string): ConfigOutput {
  const equals = entry.indexOf("=");
  const format = entry.slice(0, equals);
  if (!isReportFormat(format)) throw new TypeError(`The schema let the format "${format}" through.`);
  return { format, file: inside(entry.slice(equals + 1).trim()) };
}

/** The absolute path of something in the repository. A path that leaves it, or passes through a symlink, is refused. */
function resolveInside(path: string, root: string, where: string): string {
  const absolute = resolve(root, path);
  const below = relative(root, absolute);
  const parts = below.split(sep);
  if (isAbsolute(path) || path.startsWith("~") || isAbsolute(below) || parts[0] === ".." || parts.includes(".git")) {
    throw new UserError(`"${path}" is outside the audited folder.`, {
      where,
      remedy: "Name a path inside it, or give the path on the command line, where it is your own choice.",
    });
  }
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const step = join(root, ...parts.slice(0, depth));
    if (lstatOrNull(step)?.isSymbolicLink() !== true) continue;
    throw new UserError(`"${path}" leads through a symbolic link, and prodcheck follows none.`, {
      where,
      remedy: "Name the real path, or give it on the command line.",
    });
  }
  return absolute;
}
