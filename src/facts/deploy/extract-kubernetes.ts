import { type ConfigNode, entriesAt, itemsAt, nodeAt, textAt } from "../config-tree/config-tree.js";
import { readYaml } from "../config-tree/read-yaml.js";
import type { FactSet } from "../fact-set.js";
import { extractHelmTemplate } from "./extract-helm-template.js";
import { DeployRows, foldNode, type JobZone, writtenZone } from "./deploy-rows.js";

/** Where a workload keeps its pod template. */
const POD_PATHS: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  Job: ["spec", "template"],
  Rollout: ["spec", "template"],
  // Knative
  Service: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
};

/** Cheap look at the text: is this YAML a Kubernetes manifest? */
export const looksLikeKubernetes = (text: string): boolean =>
  /^apiVersion:/m.test(text) && /^kind:/m.test(text) && /^(?:metadata|items):/m.test(text);

/** Workloads, their containers, variables and schedules, from every document of a manifest. */
export function extractKubernetes(path: string, text: string): FactSet {
  const rows = new DeployRows(path, "kubernetes");
  const documents = readYaml(text);
  // A Helm template is no YAML until it is rendered: that is no mistake of its author.
  if (text.includes("{{") && documents.some((document) => document.problem)) return extractHelmTemplate(rows, text);
  for (const { root, problem } of documents) {
    rows.problem(problem);
    if (root) readObject(rows, root);
  }
  return rows.facts;
}

function readObject(rows: DeployRows, object: ConfigNode): void {
  const kind = textAt(object, "kind") ?? "";
  for (const item of itemsAt(kind === "List" ? object : null, "items")) readObject(rows, item);
  if (kind === "ConfigMap") return readConfigMap(rows, object);
  if (kind === "Secret" || kind === "SealedSecret" || kind === "ExternalSecret") return readSecret(rows, object);
  const path = Object.hasOwn(POD_PATHS, kind) ? POD_PATHS[kind] : undefined;
  const pod = path ? nodeAt(object, ...path, "spec") : undefined;
  if (pod) readWorkload(rows, object, kind, pod);
}

function readWorkload(rows: DeployRows, object: ConfigNode, kind: string, pod: ConfigNode): void {
  const name = textAt(object, "metadata", "name") ?? kind;
  const line = nodeAt(object, "metadata", "name")?.line ?? object.line;
  rows.setting("workload", `${kind}/${name}`, { line, service: name });
  rows.settingOf("replicas", nodeAt(object, "spec", "replicas"), name);
  rows.settingOf("termination_grace_period", nodeAt(pod, "terminationGracePeriodSeconds"), name);
  rows.settingOf("user", nodeAt(pod, "securityContext", "runAsUser"), name);
  rows.settingOf("run_as_non_root", nodeAt(pod, "securityContext", "runAsNonRoot"), name);
  if (kind === "CronJob") readSchedule(rows, object, name);
  for (const list of ["initContainers", "containers"])
    for (const container of itemsAt(pod, list)) readContainer(rows, container, name);
}

function readSchedule(rows: DeployRows, object: ConfigNode, service: string): void {
  const schedule = nodeAt(object, "spec", "schedule");
  if (schedule?.kind !== "scalar" || schedule.text === null) return;
  const zone = textAt(object, "spec", "timeZone");
  // Without a zone it is that of the controller's process, which nothing promises to be UTC.
  const jobZone: JobZone = zone === null ? { kind: "none" } : writtenZone(zone);
  rows.cron("kubernetes", schedule.text, jobZone, { line: schedule.line, service });
  rows.settingOf("concurrency_policy", nodeAt(object, "spec", "concurrencyPolicy"), service);
}

function readContainer(rows: DeployRows, container: ConfigNode, workload: string): void {
  const service = textAt(container, "name") ?? workload;
  const image = nodeAt(container, "image");
  if (image?.kind === "scalar") rows.image("image", image.text, { line: image.line, service });
  const command = nodeAt(container, "command") ?? nodeAt(container, "args");
  if (command) {
    const words = [nodeAt(container, "command"), nodeAt(container, "args")].map((node) =>
      node ? foldNode(node) : null,
    );
    rows.setting("cmd", words.filter((word) => word !== null).join(" "), { line: command.line, service });
  }
  readVariables(rows, container, service);
  for (const probe of ["liveness", "readiness", "startup"]) readProbe(rows, container, probe, service);
  rows.settingOf("user", nodeAt(container, "securityContext", "runAsUser"), service);
  rows.settingOf("run_as_non_root", nodeAt(container, "securityContext", "runAsNonRoot"), service);
  rows.settingOf("memory", nodeAt(container, "resources", "limits", "memory"), service);
  for (const port of itemsAt(container, "ports")) rows.settingOf("port", nodeAt(port, "containerPort"), service);
}

function readVariables(rows: DeployRows, container: ConfigNode, service: string): void {
  for (const variable of itemsAt(container, "env")) {
    const name = textAt(variable, "name");
    if (name === null) continue;
    const value = nodeAt(variable, "value");
    const line = value?.line ?? nodeAt(variable, "name")?.line ?? variable.line;
    rows.env(name, value === undefined && nodeAt(variable, "valueFrom") ? null : (textAt(value) ?? ""), {
      line,
      service,
    });
  }
  for (const source of itemsAt(container, "envFrom")) {
    const name = textAt(source, "configMapRef", "name") ?? textAt(source, "secretRef", "name");
    rows.setting("env_file", name, { line: source.line, service });
  }
}

function readProbe(rows: DeployRows, container: ConfigNode, probe: string, service: string): void {
  const node = nodeAt(container, `${probe}Probe`);
  if (!node) return;
  const command = nodeAt(node, "exec", "command");
  const port = textAt(node, "tcpSocket", "port") ?? textAt(node, "grpc", "port");
  const what =
    textAt(node, "httpGet", "path") ?? (command ? foldNode(command) : null) ?? (port && `port ${port}`) ?? "";
  rows.setting(`healthcheck.${probe}`, what, { line: node.line, service });
}

/** Keys that are variables; a ConfigMap also holds whole files. */
const isVariableName = (key: string): boolean => /^[A-Za-z_]\w*$/.test(key);

function readConfigMap(rows: DeployRows, object: ConfigNode): void {
  const service = textAt(object, "metadata", "name");
  for (const { key, value, line } of entriesAt(object, "data"))
    if (isVariableName(key)) rows.env(key, textAt(value) ?? "", { line, service });
}

/** A Secret's values never leave the file; only that its keys exist is told. */
function readSecret(rows: DeployRows, object: ConfigNode): void {
  const isSealed = textAt(object, "kind") !== "Secret";
  for (const field of ["data", "stringData", "encryptedData"])
    for (const { key, line } of entriesAt(object, "spec", field).concat(entriesAt(object, field)))
      if (isVariableName(key)) rows.declare(key, isSealed ? "reference" : "secret", { line });
  for (const item of itemsAt(object, "spec", "data")) {
    const key = nodeAt(item, "secretKey");
    if (key?.kind === "scalar" && key.text !== null && isVariableName(key.text))
      rows.declare(key.text, "reference", { line: key.line });
  }
}
