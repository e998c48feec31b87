import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf, jobs, problems, runtimes, settings, variables } from "./rows-of.js";

test("workloads of several documents", () => {
  const facts = factsOf("k8s/app.yaml", [
    "apiVersion: apps/v1",
    "kind: Deployment",
    "metadata: { name: api }",
    "spec:",
    "  replicas: 2",
    "  template:",
    "    spec:",
    "      terminationGracePeriodSeconds: 60",
    "      securityContext: { runAsNonRoot: true }",
    "      containers:",
    "        - name: web",
    "          image: registry.acme.io:5000/node:18-bullseye",
    "          command: [node]",
    "          args: [server.js]",
    "          env:",
    "            - name: NODE_ENV",
    "              value: production",
    "            - name: API_KEY",
    "              valueFrom: { secretKeyRef: { name: s, key: k } }",
    "          envFrom: [{ configMapRef: { name: settings } }]",
    "          livenessProbe: { httpGet: { path: /live, port: 80 } }",
    "          readinessProbe: { tcpSocket: { port: 80 } }",
    "---",
    "apiVersion: v1",
    "kind: ConfigMap",
    "metadata: { name: settings }",
    "data: { LOG_LEVEL: info, nginx.conf: 'server {}' }",
    "---",
    "apiVersion: v1",
    "kind: Secret",
    "metadata: { name: s }",
    "stringData: { DB_PASSWORD: hunter2hunter2 }",
  ]);
  assert.deepEqual(settings(facts), [
    "3 api workload=Deployment/api",
    "5 api replicas=2",
    "8 api termination_grace_period=60",
    "9 api run_as_non_root=true",
    "12 web image=registry.acme.io:5000/node:18-bullseye",
    "13 web cmd=node server.js",
    "17 web env.NODE_ENV=production",
    "18 web env.API_KEY=null",
    "20 web env_file=settings",
    "21 web healthcheck.liveness=/live",
    "22 web healthcheck.readiness=port 80",
    "27 settings env.LOG_LEVEL=info",
  ]);
  assert.deepEqual(variables(facts), [
    "17 NODE_ENV literal=production",
    "18 API_KEY reference=null",
    "27 LOG_LEVEL literal=info",
    "32 DB_PASSWORD secret=null",
  ]);
  assert.deepEqual(runtimes(facts), ["12 node 18", "12 debian 11"]);
  assert.ok(!JSON.stringify(facts).includes("hunter2"));
});

const cron = (extra: string) =>
  factsOf("cron.yml", [
    "apiVersion: batch/v1",
    "kind: CronJob",
    "metadata: { name: nightly }",
    "spec:",
    "  schedule: '0 3 * * *'",
    extra,
    "  jobTemplate: { spec: { template: { spec: { containers: [{ name: c, image: acme/c }] } } } }",
  ]);

test("a CronJob's zone: given, or whatever the controller has", () => {
  assert.deepEqual(jobs(cron("")), ["5 kubernetes 0 3 * * * none null true"]);
  assert.deepEqual(jobs(cron("  timeZone: Europe/Berlin")), ["5 kubernetes 0 3 * * * literal Europe/Berlin true"]);
  assert.ok(settings(cron("")).includes("7 c image=acme/c"));
});

test("a Helm template is no mistake: variable names, plain values and probes are read, the rest is unknown", () => {
  const facts = factsOf("chart/templates/pod.yaml", [
    "apiVersion: v1",
    "kind: Pod",
    "metadata:",
    "  {{- include x . | nindent 2 }}",
    "spec:",
    "  containers:",
    "    - name: web",
    "      env:",
    "        - name: NODE_ENV",
    '          value: "production"',
    "        - name: API_URL",
    "          value: {{ .Values.url | quote }}",
    "        - name: API_KEY",
    "          valueFrom: {}",
    "      livenessProbe:",
    "        {{- toYaml .Values.probe | nindent 8 }}",
  ]);
  assert.deepEqual(problems(facts), []);
  assert.deepEqual(variables(facts), [
    "9 NODE_ENV literal=production",
    "11 API_URL reference=null",
    "13 API_KEY reference=null",
  ]);
  assert.ok(settings(facts).includes("15 - healthcheck.liveness=(template)"));
});

test("templates that are YAML all the same are read; other YAML is not touched", () => {
  const pod =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { namespace: "{{ ns }}" }\ndata: { REGION: "{{ region }}", MODE: full }\n';
  assert.deepEqual(variables(factsOf("k8s/manifest.yaml", pod)), ["4 REGION reference=null", "4 MODE literal=full"]);
  assert.deepEqual(factsOf("openapi.yaml", "openapi: 3.0.0\ninfo: {}\n"), {});
});

test("a broken document is a problem and the others are still read", () => {
  const facts = factsOf(
    "k.yaml",
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {}\ndata: {A: '1'}\n",
  );
  assert.equal(problems(facts).length, 1);
  assert.deepEqual(variables(facts), ["8 A literal=1"]);
});

test("values of a Helm chart give variables to containers, those of the charts below it too", () => {
  const facts = factsOf("helm_deploy/web/values.yaml", [
    "generic-service:",
    "  replicaCount: 2",
    "  env:",
    "    NODE_ENV: production",
    "    logLevel: info",
    "  namespace_secrets:",
    "    web-client:",
    "      CLIENT_SECRET: client_secret",
    "extraEnv:",
    "  - { name: REGION, value: eu-west-2 }",
    "  - { name: QUEUE_URL, valueFrom: { secretKeyRef: { name: queue, key: url } } }",
  ]);
  assert.deepEqual(
    (facts.env_declaration ?? []).map(({ name, value, value_kind: kind, line, source }) => [
      name,
      value,
      kind,
      line,
      source,
    ]),
    [
      ["NODE_ENV", "production", "literal", 4, "kubernetes"],
      ["CLIENT_SECRET", null, "reference", 8, "kubernetes"],
      ["REGION", "eu-west-2", "literal", 10, "kubernetes"],
      ["QUEUE_URL", null, "reference", 11, "kubernetes"],
    ],
  );
});
