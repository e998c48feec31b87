/**
 * A Supabase project to ask: @supabase/lite, which puts PostgREST's and the storage server's API before a PGlite with Supabase's
 * roles and row-level security. Runs as a process of its own, because the audits of a test block theirs; started by
 * lite-project.ts, to which it reports its port and, when asked, every request it was sent.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import process from "node:process";
import { App } from "@supabase/lite";
import { createPgliteConnection } from "@supabase/lite/pglite";

/** What a test sends first. */
export interface ProjectSettings {
  readonly sql: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly schemas: readonly string[];
}

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
}

const isSettings = (message: unknown): message is ProjectSettings =>
  typeof message === "object" && message !== null && "sql" in message;

const seen: SeenRequest[] = [];

async function startProject(settings: ProjectSettings): Promise<void> {
  const connection = await createPgliteConnection({});
  const app = new App({
    connection,
    api: { schemas: [...settings.schemas] },
    auth: {
      enabled: true,
      jwt_secret: "a-secret-of-this-test-and-nothing-else",
      publishable_key: settings.publishableKey,
      secret_key: settings.secretKey,
    },
    storage: { enabled: true },
    studio: { enabled: false },
  });
  // Buckets are rows; no test stores a file.
  Object.assign(app, { _storageAdapter: noFiles });
  await connection.exec(ROLES);
  await app.ensureSystemSchema();
  await connection.exec(settings.sql);
  const server = createServer((request, response) => {
    seen.push({ method: request.method ?? "", url: request.url ?? "" });
    void answer(app, request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  process.send?.({ port: typeof address === "object" ? address?.port : null });
}

/** As hosted projects have them: whoever may sign in may touch every table, and policies say which rows. */
const ROLES = `
  CREATE ROLE anon NOLOGIN; CREATE ROLE authenticated NOLOGIN; CREATE ROLE service_role NOLOGIN BYPASSRLS;
  GRANT USAGE ON SCHEMA public TO anon, authenticated, service_role;
  ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO anon, authenticated, service_role`;

const refuse = (): Promise<never> => Promise.reject(new Error("this project holds no files"));

const noFiles = {
  driver: null,
  getObject: refuse,
  uploadObject: refuse,
  deleteObject: refuse,
  deleteObjects: refuse,
  copyObject: refuse,
  headObject: refuse,
  privateAssetUrl: refuse,
};

async function answer(app: App, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === "string") headers.set(name, value);
  const url = `http://${request.headers.host ?? "127.0.0.1"}${request.url ?? "/"}`;
  const answered = await app.fetch(new Request(url, { method: request.method ?? "GET", headers }));
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  response.end(request.method === "HEAD" ? undefined : Buffer.from(await answered.arrayBuffer()));
}

process.on("message", (message) => {
  if (isSettings(message)) void startProject(message);
  else process.send?.({ seen });
});
