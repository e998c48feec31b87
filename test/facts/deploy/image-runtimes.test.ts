import assert from "node:assert/strict";
import { test } from "node:test";
import { imageRuntimes, isServiceImage, parseImage } from "#src/facts/deploy/image-runtimes.js";

const cases: Readonly<Record<string, readonly string[]>> = {
  node: ["node null ~"],
  "node:latest": ["node null ~"],
  "node:lts": ["node null ~"],
  "node:lts-alpine": ["node null ~"],
  "node:18": ["node 18"],
  "node:18-alpine3.18": ["node 18", "alpine 3.18"],
  "node:20.11.1-bookworm-slim": ["node 20.11.1", "debian 12"],
  "node:hydrogen-alpine": ["node 18"],
  "node:lts-iron": ["node 20"],
  "node:24.1-alpine@sha256:0123abc": ["node 24.1"],
  "docker.io/library/node:16": ["node 16"],
  "public.ecr.aws/docker/library/node:18": ["node 18"],
  "localhost:5000/node:18": ["node 18"],
  "python:3.9-slim-bullseye": ["python 3.9", "debian 11"],
  "postgres:14": ["postgresql 14"],
  "postgres:16.2-alpine3.19": ["postgresql 16.2", "alpine 3.19"],
  "bitnami/postgresql:13.4.0-debian-10-r0": ["postgresql 13.4.0", "debian 10"],
  "pgvector/pgvector:pg14": ["postgresql 14"],
  "pgvector/pgvector:0.7.0-pg16": ["postgresql 16"],
  "pgvector/pgvector:latest": ["postgresql null ~"],
  "timescale/timescaledb:2.11.0-pg15": ["postgresql 15"],
  "postgis/postgis:15-3.3": ["postgresql 15"],
  "supabase/postgres:15.1.0.147": ["postgresql 15.1.0.147"],
  "redis:7-alpine": ["redis 7"],
  "redis/redis-stack-server:6.2.6-v9": ["redis 6.2.6"],
  "valkey/valkey:7.2": ["valkey 7.2"],
  "mongo:6.0": ["mongodb 6.0"],
  "mysql:8.0": ["mysql 8.0"],
  "rabbitmq:3.13-management": ["rabbitmq 3.13"],
  "oven/bun:1.1": ["bun 1.1"],
  "alpine:3.18.4": ["alpine 3.18.4"],
  "debian:bullseye-slim": ["debian 11"],
  "ubuntu:focal": ["ubuntu 20.04"],
  "ubuntu:22.04": ["ubuntu 22.04"],
  "gcr.io/distroless/nodejs18-debian11": ["node 18", "debian 11"],
  "gcr.io/distroless/nodejs20-debian12:nonroot": ["node 20", "debian 12"],
  "public.ecr.aws/lambda/nodejs:18": ["lambda-runtime nodejs18.x"],
  "public.ecr.aws/lambda/python:3.9": ["lambda-runtime python3.9"],
  "mcr.microsoft.com/playwright:v1.40.0-jammy": ["ubuntu 22.04"],
  "node:${VERSION}": ["node null ~"],
  // Whoever's they are, their names promise nothing.
  "${IMAGE}:18": [],
  "acme/node:18": [],
  "ghcr.io/acme/postgres-backup:14": [],
  "nginx:1.25": [],
};

for (const [image, expected] of Object.entries(cases))
  test(image, () => {
    assert.deepEqual(
      imageRuntimes(image).map((r) => `${r.product} ${r.version}${r.isPinned ? "" : " ~"}`),
      expected,
    );
  });

test("image names are split into path, tag and digest", () => {
  assert.deepEqual(parseImage("host:5000/a/B:1.2@sha256:ff"), { path: "a/b", tag: "1.2", digest: "sha256:ff" });
  assert.deepEqual(parseImage("host:5000/a"), { path: "a", tag: null, digest: null });
  assert.deepEqual(parseImage(""), { path: "", tag: null, digest: null });
});

test("databases and queues are services beside our code", () => {
  assert.equal(isServiceImage("pgvector/pgvector:pg16"), true);
  assert.equal(isServiceImage("node:18"), false);
  assert.equal(isServiceImage("acme/api"), false);
});
