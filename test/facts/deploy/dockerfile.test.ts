import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf, problems, runtimes, settings, variables } from "./rows-of.js";

test("stages, settings and what reaches the shipped image", () => {
  const facts = factsOf("Dockerfile", [
    "# syntax=docker/dockerfile:1",
    "ARG NODE_VERSION=18",
    "FROM --platform=$BUILDPLATFORM node:${NODE_VERSION}-alpine3.18 AS base",
    "USER node",
    "HEALTHCHECK --interval=30s CMD curl -f localhost/health",
    "FROM base AS build",
    "COPY --from=base /a /b",
    "RUN npm ci && \\",
    "    # a comment inside",
    "    npm run build",
    "FROM base AS runner",
    "EXPOSE 3000 3001/tcp",
    'CMD ["node", "server.js"]',
  ]);
  assert.deepEqual(settings(facts), [
    "3 base from=node:${NODE_VERSION}-alpine3.18",
    "4 base user=node",
    "5 base healthcheck=--interval=30s CMD curl -f localhost/health",
    "6 build from=base",
    "7 build copy=--from=base /a /b",
    "8 build run=npm ci && npm run build",
    "11 runner from=base",
    "12 runner port=3000",
    "12 runner port=3001/tcp",
    '13 runner cmd=["node", "server.js"]',
    "11 runner final-stage=runner",
    "3 runner final.from=node:18-alpine3.18",
    "4 runner final.user=node",
    "5 runner final.healthcheck=--interval=30s CMD curl -f localhost/health",
    '13 runner final.cmd=["node", "server.js"]',
  ]);
  assert.deepEqual(runtimes(facts), ["3 node 18", "3 alpine 3.18"]);
  assert.deepEqual(problems(facts), []);
});

test("variables: ENV in both forms, ARG with and without default, references, commands", () => {
  const facts = factsOf("api.Dockerfile", [
    "ARG MODE=production",
    "FROM node:20",
    "ARG MODE",
    "ARG GIT_SHA",
    "ARG TARGETPLATFORM",
    "ENV NODE_ENV=$MODE \\",
    '    NAME="two words"',
    "ENV LEGACY some value",
    "ENV SHA=${GIT_SHA}",
    "ENV PORT=${PORT:-8080}",
    "ENV JWT_SECRET=hunter2hunter2",
    "CMD TZ=UTC node server.js",
  ]);
  assert.deepEqual(variables(facts), [
    "3 MODE literal=production",
    "4 GIT_SHA reference=null",
    "6 NODE_ENV literal=production",
    "7 NAME literal=two words",
    "8 LEGACY literal=some value",
    "9 SHA reference=null",
    "10 PORT literal=8080",
    "11 JWT_SECRET secret=null",
    "12 TZ literal=UTC",
  ]);
  assert.ok(settings(facts).includes("11 0 env.JWT_SECRET=null"));
  assert.ok(!JSON.stringify(facts).includes("hunter2"));
});

test("a variable set by an exec-form command counts", () => {
  const facts = factsOf("Dockerfile", ["FROM node:20", 'ENTRYPOINT ["sh", "-c", "NODE_ENV=production node ."]']);
  assert.deepEqual(variables(facts), ["2 NODE_ENV literal=production"]);
});

const last = (lines: readonly string[]) =>
  settings(factsOf("Dockerfile", lines)).findLast((row) => row.includes("final.cmd"));

test("entrypoint and command make one start command; a new entrypoint resets an inherited command", () => {
  assert.equal(last(["FROM a/b AS x", "CMD run", "FROM x", 'ENTRYPOINT ["tini"]']), '4 1 final.cmd=["tini"]');
  assert.equal(last(["FROM a/b AS x", 'ENTRYPOINT ["tini"]', "FROM x", "CMD run"]), '2 1 final.cmd=["tini"] run');
});

test("no user set means no final.user: the base image decides", () => {
  assert.ok(!settings(factsOf("Dockerfile", ["FROM node:20"])).some((row) => row.includes("final.user")));
});

test("an argument without default leaves the image open", () => {
  const facts = factsOf("Dockerfile", ["ARG BASE", "ARG V", "FROM ${BASE}", "FROM node:${V}"]);
  assert.deepEqual(runtimes(facts), ["4 node null ~"]);
});

test("a stage that is chosen by platform is followed", () => {
  const lines = [
    "FROM debian:12 AS build-amd64",
    "USER app",
    "FROM alpine:3.19 AS build-arm64",
    "FROM build-${TARGETARCH}",
  ];
  const facts = factsOf("Dockerfile", lines);
  assert.deepEqual(settings(facts).slice(-2), ["1 2 final.from=debian:12", "2 2 final.user=app"]);
  assert.deepEqual(runtimes(facts), ["1 debian 12", "3 alpine 3.19"]);
});

test("heredocs keep their lines and hide no instruction", () => {
  const facts = factsOf("Containerfile", [
    "FROM debian:bookworm-slim",
    "RUN <<EOF",
    "apt-get update",
    "FROM fake",
    "EOF",
    "USER app",
  ]);
  assert.deepEqual(runtimes(facts), ["1 debian 12"]);
  assert.ok(settings(facts).includes("6 0 user=app"));
});

test("problems: no FROM, an instruction before it; templates and Windows line ends are fine", () => {
  assert.deepEqual(problems(factsOf("Dockerfile", "RUN x\n")), [
    "1 `RUN` stands before the first FROM",
    "1 This Dockerfile has no FROM",
  ]);
  assert.deepEqual(problems(factsOf("Dockerfile", "{% if x %}\nFROM node:20\n{% endif %}\n")), []);
  const facts = factsOf("Dockerfile", "FROM node:20\r\nRUN a \\\r\n  b\r\nUSER node\r\n");
  assert.deepEqual(settings(facts).slice(1, 3), ["2 0 run=a b", "4 0 user=node"]);
});

test("names of Dockerfiles", () => {
  for (const path of [
    "Dockerfile",
    "a/Dockerfile.prod",
    "prod.Dockerfile",
    "Containerfile",
    "Dockerfile-dev",
    "x/web.dockerfile",
  ])
    assert.equal(factsOf(path, "FROM node:20").runtime_version?.length, 1, path);
  for (const path of ["Dockerfile.dockerignore", "src/Dockerfiles/x", "MyDockerfile"])
    assert.deepEqual(factsOf(path, "FROM node:20"), {}, path);
});

test("a megabyte of instructions is read in time", () => {
  const started = performance.now();
  factsOf("Dockerfile", `FROM node:20\n${"RUN echo hello && \\\n  echo world\nENV A=b\n".repeat(22_000)}`);
  assert.ok(performance.now() - started < 10_000);
});

test("variables of the shipped image: those of its stage and of the stages below it, none of a stage it only copies from", () => {
  const facts = factsOf("Dockerfile", [
    "FROM node:24 AS base",
    "ENV TZ=UTC",
    "FROM base AS build",
    "ENV NODE_ENV=development BUILD_ONLY=1",
    "FROM base",
    "ARG COMMIT",
    "ENV COMMIT=$COMMIT",
    "COPY --from=build /app /app",
    'CMD ["sh", "-c", "PORT=80 node server.js"]',
  ]);
  assert.deepEqual(
    settings(facts).filter((row) => row.includes("final.env.")),
    ["2 2 final.env.TZ=UTC", "7 2 final.env.COMMIT=null", "9 2 final.env.PORT=80"],
  );
});
