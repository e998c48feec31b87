import type { FactSet } from "../../fact-set.js";
import type { FunctionRow } from "../../rows.js";
import { readObject } from "../argument-function.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { ancestorsOf, dirOf } from "../paths.js";

/** What sends a request of a test. */
export interface RequestClient {
  readonly name: string;
  readonly method: string;
  /** Position of the path among the arguments. */
  readonly pathIndex: 0 | 1;
  /** What its base address adds before each path. */
  readonly prefix: string;
  /** Asks anything on the network, not the application by itself. */
  readonly isFetch: boolean;
  /** Asks an application that the test puts together. */
  readonly isOwnApp: boolean;
}

const METHOD = /^(?:get|post|put|patch|delete|del|head|options)$/;
const MOCKED_NETWORK =
  /^(?:msw|nock|fetch-mock|jest-fetch-mock|vitest-fetch-mock|axios-mock-adapter|responses|respx|requests-mock|pytest-httpx)(?:\/|$)/;
const PYTHON_CLIENTS: ReadonlyMap<string, string> = new Map([
  ["fastapi", "testclient"],
  ["starlette", "testclient"],
  ["flask", "flask"],
  ["quart", "flask"],
]);

const FRAMEWORK =
  /^(?:fastapi|starlette|flask|quart|express|fastify|hono|@hono\/zod-openapi|koa|elysia):(?:FastAPI|Starlette|Flask|Quart|express|[fF]astify|Hono|OpenAPIHono|Koa|Elysia|Router)$/;
const lastName = (callee: string): string => callee.slice(callee.lastIndexOf(".") + 1);

/** Tells requests to the application from other calls of the same names. */
export class RequestClients {
  readonly #graph: CodeGraph;
  readonly #mocked = new Set<string>();
  /** Tests that make an application of a framework. */
  readonly #ownApps = new Set<string>();
  readonly #imported = new Map<string, Set<string>>();
  /** Fixtures of pytest that give a client: by name. */
  readonly #fixtures = new Map<string, { readonly file: string; readonly name: string; readonly prefix: string }[]>();

  constructor(graph: CodeGraph, facts: FactSet) {
    this.#graph = graph;
    for (const { file, specifier, package: name } of facts.import ?? []) {
      if (MOCKED_NETWORK.test(name ?? specifier)) this.#mocked.add(file);
      const known = this.#imported.get(file);
      if (known) known.add(name ?? specifier);
      else this.#imported.set(file, new Set([name ?? specifier]));
    }
    for (const call of graph.calls) {
      if (call.file.info.language === "python") this.#noteFixture(call);
      if (call.file.info.role === "test" && FRAMEWORK.test(`${call.row.package ?? ""}:${lastName(call.row.callee)}`))
        this.#ownApps.add(call.row.file);
    }
  }

  of(call: LinkedCall): RequestClient | null {
    const found = call.file.info.language === "python" ? this.#ofPython(call) : this.#ofScript(call);
    return found === null ? null : { ...found, isOwnApp: this.#isOwnApp(call) };
  }

  /** The application is made in a test, as far as can be seen: here, or in a conftest.py around it. */
  #isOwnApp(call: LinkedCall): boolean {
    const { path, info } = call.file;
    const maker = this.#graph.call(call.row.client_id);
    const app = maker?.record.arguments[0]?.origin ?? null;
    if (maker !== undefined && app !== null) {
      const found = this.#graph.resolve(maker.file, app);
      const made = found.kind === "package" ? this.#graph.call(found.madeBy) : undefined;
      if (made !== undefined) return made.file.info.role === "test";
    }
    if (this.#ownApps.has(path)) return true;
    if (info.language !== "python") return false;
    return ancestorsOf(dirOf(path)).some((folder) =>
      this.#ownApps.has(folder === "" ? "conftest.py" : `${folder}/conftest.py`),
    );
  }

  #ofScript({ row }: LinkedCall): RequestClient | null {
    const method = row.method === "del" ? "DELETE" : row.method.toUpperCase();
    const isVerb = METHOD.test(row.method);
    if (row.package === "supertest" && isVerb)
      return { ...client("supertest", method), isFetch: this.#asksAddress(row.client_id) };
    if (row.package === "chai" && isVerb && row.path?.startsWith("request") === true)
      return client("chai-http", method);
    if (
      row.method === "inject" &&
      /(?:^|\.)(?:\w*app|server|fastify|instance|this)(?:\(\))?\.inject$/i.test(row.callee)
    ) {
      const { method: given } = readObject(row.options);
      return client("inject", typeof given === "string" ? given.toUpperCase() : "GET");
    }
    if (
      row.method === "request" &&
      this.#imports(row.file, "hono", /(?:^|\.)(?:\w*app|server|\w*router|api)\.request$/i, row.callee)
    )
      return client("hono", methodOption(row.options));
    if (
      isVerb &&
      /(?:^|\.)request(?:Context|\.newContext\(\))?\.\w+$/.test(row.callee) &&
      this.#imported.get(row.file)?.has("@playwright/test") === true
    )
      return client("playwright", method);
    if (this.#mocked.has(row.file)) return null;
    if (row.callee === "fetch" && row.origin === "global")
      return { ...client("fetch", methodOption(row.options)), isFetch: true };
    const isHttp =
      row.package === "axios" || row.package === "undici" || row.package === "node-fetch" || row.package === "got";
    return isHttp && (isVerb || row.argument_1_kind === "string" || row.argument_1_kind === "template")
      ? { ...client("fetch", isVerb ? method : "ALL"), isFetch: true }
      : null;
  }

  /** `request("https://api.example.com")` */
  #asksAddress(maker: number | null): boolean {
    return /^(?:string|template)$/.test(this.#graph.call(maker)?.row.argument_1_kind ?? "");
  }

  #imports(file: string, name: string, callee: RegExp, text: string): boolean {
    if (!callee.test(text)) return false;
    const names = this.#imported.get(file);
    return names?.has(name) === true || names?.has("supertest") !== true;
  }

  #ofPython(call: LinkedCall): RequestClient | null {
    const { row } = call;
    const isRequest = row.method === "request" && row.argument_count > 1;
    if (!METHOD.test(row.method) && !isRequest) return null;
    const method = isRequest ? (row.argument_1 ?? "ALL").toUpperCase() : row.method.toUpperCase();
    const pathIndex = isRequest ? 1 : 0;
    const made = this.#made(call);
    if (made !== null) return { ...client(made.name, method), pathIndex, prefix: made.prefix };
    const isOwn = /^self\.(?:client|api_client|app|test_client)\.\w+$/.test(row.callee);
    const name = isOwn ? this.#clientOfClass(row.file) : null;
    return name === null ? null : { ...client(name, method), pathIndex };
  }

  /** `self.client` of a test class: of Django, or of Flask's helpers; locust's users have one, too. */
  #clientOfClass(file: string): string | null {
    const names = [...(this.#imported.get(file) ?? [])];
    if (names.some((name) => name.startsWith("locust"))) return null;
    if (names.some((name) => name.startsWith("flask"))) return "flask";
    return names.some((name) => /^(?:django|rest_framework|djangorestframework)/.test(name)) ? "django" : null;
  }

  /** The client that the receiver is: made here, or handed in by a fixture of its name. */
  #made({ row, file }: LinkedCall): { name: string; prefix: string } | null {
    const maker = this.#graph.call(row.client_id);
    if (maker !== undefined) {
      const kind = clientKind(maker);
      if (kind !== null) return { name: kind, prefix: prefixOf(maker) };
    }
    if (row.root === null || row.callee !== `${row.root}.${row.method}`) return this.#chained(row.callee, row.package);
    const isParameter = this.#isParameter(row.function_id, row.root);
    const known = isParameter ? this.#fixtures.get(row.root) : undefined;
    if (known === undefined)
      return PYTHON_CLIENTS.has(row.package ?? "") &&
        /TestClient|test_client|FlaskClient/.test(`${row.symbol ?? ""}.${row.path ?? ""}`)
        ? { name: PYTHON_CLIENTS.get(row.package ?? "") ?? "testclient", prefix: "" }
        : null;
    const near = known.toSorted((a, b) => shared(b.file, file.path) - shared(a.file, file.path));
    return near[0] ?? null;
  }

  #chained(callee: string, name: string | null): { name: string; prefix: string } | null {
    return /\.test_client\(\)\.\w+$/.test(callee) && name !== null ? { name: "flask", prefix: "" } : null;
  }

  #isParameter(functionId: number | null, name: string): boolean {
    for (const around of this.#graph.around(functionId)) {
      const parameters: unknown = JSON.parse(around.parameters_json);
      if (Array.isArray(parameters) && parameters.includes(name)) return true;
    }
    return false;
  }

  /** `@pytest.fixture def client(): with TestClient(app) as client: yield client` */
  #noteFixture(call: LinkedCall): void {
    const kind = clientKind(call);
    const around = kind === null ? null : this.#graph.function(call.row.function_id);
    if (kind === null || !around?.name || !isFixture(around)) return;
    const { name } = around;
    const known = this.#fixtures.get(name) ?? [];
    known.push({ file: call.row.file, name: kind, prefix: prefixOf(call) });
    this.#fixtures.set(name, known);
  }
}

const client = (name: string, method: string): RequestClient => ({
  name,
  method,
  pathIndex: 0,
  prefix: "",
  isFetch: false,
  isOwnApp: false,
});

/** What a call makes that asks an application without the network. */
function clientKind({ row }: LinkedCall): string | null {
  if (/(?:^|\.)TestClient$/.test(row.callee) && PYTHON_CLIENTS.has(row.package ?? "")) return "testclient";
  if (row.method === "test_client") return "flask";
  if (/(?:^|\.)(?:Async)?Client$/.test(row.callee) && row.package === "httpx") {
    const options = readObject(row.options);
    return "app" in options || /ASGI|WSGI|transport/i.test(row.options ?? "") ? "httpx" : null;
  }
  return /(?:^|\.)(?:APIClient|Client)$/.test(row.callee) && /^(?:django|rest_framework)$/.test(row.package ?? "")
    ? "django"
    : null;
}

/** `base_url="http://test/api/v1"` */
function prefixOf({ row }: LinkedCall): string {
  const { base_url: base } = readObject(row.options);
  if (typeof base !== "string") return "";
  return base.replace(/^https?:\/\/[^/]*/, "").replace(/\/+$/, "");
}

const isFixture = ({ decorators_json: decorators }: FunctionRow): boolean => /fixture/.test(decorators);

function methodOption(options: string | null): string {
  const { method } = readObject(options);
  return typeof method === "string" ? method.toUpperCase() : options === null ? "GET" : "ALL";
}

/** Length of what two paths begin with. */
function shared(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
