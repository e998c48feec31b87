import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf, jobs, problems, runtimes, settings, variables } from "./rows-of.js";

const PATH = ".github/workflows/ci.yml";

test("triggers, permissions, jobs, steps and variables", () => {
  const facts = factsOf(PATH, [
    "on:",
    "  push: { branches: [main] }",
    "  schedule:",
    "    - cron: '0 4 * * 1'",
    "permissions: { contents: read }",
    "env:",
    "  CI_MODE: full",
    "jobs:",
    "  test:",
    "    runs-on: ubuntu-20.04",
    "    permissions: {}",
    "    container: node:16-buster",
    "    services:",
    "      db:",
    "        image: postgres:13",
    "        env: { POSTGRES_PASSWORD: postgres }",
    "    steps:",
    "      - uses: actions/upload-artifact@v3",
    "      - uses: actions/checkout@8f4b7f84864484a7bf31766abe9204da3cbe65b3 # v3.5.0",
    "      - uses: ./.github/actions/local",
    "      - run: |",
    "          npm ci",
    "          npm test",
    "        env:",
    "          API_KEY: ${{ secrets.ACME_KEY }}",
    "          TOKEN: ${{ secrets.GITHUB_TOKEN }}",
    "          REGION: ${{ vars.REGION }}",
  ]);
  assert.deepEqual(settings(facts), [
    "2 - on=push",
    "3 - on=schedule",
    "4 - cron=0 4 * * 1",
    "5 - permissions.contents=read",
    "7 - env.CI_MODE=full",
    "9 test job=test",
    "10 test runs-on=ubuntu-20.04",
    "11 test permissions=none",
    "12 test image=node:16-buster",
    "15 test.db image=postgres:13",
    "16 test.db env.POSTGRES_PASSWORD=null",
    "18 test uses=actions/upload-artifact@v3",
    "19 test uses=actions/checkout@8f4b7f84864484a7bf31766abe9204da3cbe65b3",
    "20 test uses=./.github/actions/local",
    "25 test env.API_KEY=null",
    "26 test env.TOKEN=null",
    "27 test env.REGION=null",
    "21 test run=npm ci\nnpm test\n",
  ]);
  assert.deepEqual(variables(facts), [
    "7 CI_MODE literal=full",
    "25 API_KEY reference=null",
    "26 TOKEN reference=null",
    "27 REGION reference=null",
    "25 ACME_KEY reference=null",
  ]);
  assert.deepEqual(runtimes(facts), [
    "10 github-runner ubuntu-20.04",
    "12 node 16",
    "12 debian 10",
    "15 postgresql 13",
    "18 action 3",
    "19 action 3.5.0",
  ]);
  assert.deepEqual(jobs(facts), ["4 github 0 4 * * 1 platform UTC true"]);
});

test("versions from a matrix, from env and from inputs carry the line where they are written", () => {
  const facts = factsOf(PATH, [
    "on: [push]",
    "env:",
    "  NODE_VERSION: 16",
    "jobs:",
    "  a:",
    "    strategy:",
    "      matrix:",
    "        os: [ubuntu-latest, macos-13]",
    "        node: ['18', 20.x]",
    "        include:",
    "          - { os: windows-2019, node: lts/* }",
    "    runs-on: ${{ matrix.os }}",
    "    steps:",
    "      - uses: actions/setup-node@v4",
    "        with: { node-version: '${{ matrix.node }}' }",
    "      - uses: actions/setup-node@v4",
    "        with: { node-version: '${{ env.NODE_VERSION }}' }",
    "      - uses: actions/setup-python@v5",
    "        with: { python-version: '3.8' }",
    "      - uses: actions/setup-node@v4",
    "        with: { node-version: '${{ steps.x.outputs.v }}' }",
  ]);
  assert.deepEqual(
    runtimes(facts).filter((row) => !row.includes("action")),
    [
      "8 github-runner null ~",
      "8 github-runner macos-13",
      "11 github-runner windows-2019",
      "9 node 18",
      "9 node 20",
      "11 node null ~",
      "3 node 16",
      "19 python 3.8",
      "21 node null ~",
    ],
  );
});

test("reusable workflows, runner groups and self-hosted labels", () => {
  const facts = factsOf(PATH, [
    "on: workflow_dispatch",
    "permissions: read-all",
    "jobs:",
    "  call: { uses: acme/flows/.github/workflows/x.yml@v1, secrets: inherit }",
    "  own: { runs-on: [self-hosted, linux], steps: [] }",
    "  group: { runs-on: { group: big, labels: ubuntu-22.04 }, steps: [] }",
  ]);
  assert.ok(settings(facts).includes("4 call uses=acme/flows/.github/workflows/x.yml@v1"));
  assert.ok(settings(facts).includes("2 - permissions=read-all"));
  assert.deepEqual(runtimes(facts), ["6 github-runner ubuntu-22.04"]);
});

test("composite actions are read, workflows outside the root are not", () => {
  const action =
    "name: Setup\ninputs: { node-version: { default: '16' } }\nruns:\n  using: composite\n  steps:\n    - uses: actions/setup-node@v3\n      with:\n        node-version: ${{ inputs.node-version }}\n";
  assert.deepEqual(runtimes(factsOf(".github/actions/setup/action.yml", action)), ["6 action 3", "2 node 16"]);
  assert.deepEqual(factsOf("template/.github/workflows/ci.yml", "on: push\njobs: {}\n"), {});
});

test("a broken workflow is a problem with its line", () => {
  const facts = factsOf(PATH, "on: push\njobs:\n  a:\n    runs-on: x\n   steps: []\n");
  assert.match(problems(facts)[0] ?? "", /^[345] Not valid YAML/);
});

test("other CI files: Travis", () => {
  const facts = factsOf(".travis.yml", [
    "node_js: [14, lts/*]",
    "services: [mongodb]",
    "env:",
    "  global:",
    "    - NODE_ENV=test B=2",
    "  SINGLE: x",
    "script: npm test",
  ]);
  assert.deepEqual(runtimes(facts), ["1 node 14", "1 node null ~"]);
  assert.deepEqual(variables(facts), ["5 NODE_ENV literal=test", "5 B literal=2", "6 SINGLE literal=x"]);
  assert.ok(settings(facts).includes("7 - run=npm test"));
});

test("other CI files: GitLab, CircleCI", () => {
  const gitlab = factsOf(".gitlab-ci.yml", [
    "image: node:16",
    "variables: { NODE_ENV: test }",
    "test:",
    "  services: [postgres:12, { name: 'redis:6.0', alias: cache }]",
    "  script: [npm ci, npm test]",
  ]);
  assert.deepEqual(runtimes(gitlab), ["1 node 16", "4 postgresql 12", "4 redis 6.0"]);
  assert.deepEqual(
    settings(gitlab).filter((row) => row.includes("run=")),
    ["5 test run=npm ci", "5 test run=npm test"],
  );
  const circle = factsOf(".circleci/config.yml", [
    "jobs:",
    "  build:",
    "    docker: [{ image: 'cimg/node:14.17' }]",
    "    steps:",
    "      - run: npm ci",
    "      - run: { name: Test, command: npm test }",
  ]);
  assert.deepEqual(runtimes(circle), ["3 node 14.17"]);
  assert.deepEqual(
    settings(circle).filter((row) => row.includes("run=")),
    ["5 build run=npm ci", "6 build run=npm test"],
  );
});
