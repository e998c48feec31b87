/** Starts the project of lite-server.ts for a suite of tests, and stops it afterwards. */
import assert from "node:assert/strict";
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { SeenRequest } from "./lite-server.js";

export const PUBLISHABLE_KEY = "sb_publishable_0123456789abcdefghijkl_01234567";
export const SECRET_KEY = "sb_secret_0123456789abcdefghijkl_76543210";

export interface LiteProject {
  readonly url: string;
  /** Every request that it was sent until now. */
  seen(): Promise<readonly SeenRequest[]>;
}

/** PGlite has to be compiled and to make a database of its own. */
const START_TIMEOUT = 90_000;

const started = z.object({ port: z.number() });
const log = z.object({ seen: z.array(z.object({ method: z.string(), url: z.string() })) });

/** A project with these objects. */
export function liteProjectForSuite(sql: string, schemas: readonly string[] = ["public"]): LiteProject {
  let child: ChildProcess | null = null;
  let port = 0;
  before(
    async () => {
      child = fork(fileURLToPath(new URL("lite-server.js", import.meta.url)), [], {
        // It writes every refused request to stderr, with a stack.
        stdio: ["ignore", "ignore", process.env["PRODCHECK_TEST_LOG"] === undefined ? "ignore" : "inherit", "ipc"],
        // Storage is behind this switch; the library itself, unlike its command line, reports to nobody.
        env: { PATH: process.env["PATH"], EXPERIMENTAL_STORAGE: "1", DO_NOT_TRACK: "1" },
      });
      const ready = once(child, "message");
      child.send({ sql, publishableKey: PUBLISHABLE_KEY, secretKey: SECRET_KEY, schemas });
      const gone = once(child, "exit").then(() => assert.fail("the project did not start"));
      const [message] = await Promise.race([ready, gone]);
      ({ port } = started.parse(message));
    },
    { timeout: START_TIMEOUT },
  );
  after(() => {
    child?.removeAllListeners("exit");
    child?.kill();
  });
  return {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    async seen() {
      assert.ok(child, "there is no project before the first test of the suite");
      const answer = once(child, "message");
      child.send("seen");
      const [message] = await answer;
      return log.parse(message).seen;
    },
  };
}
