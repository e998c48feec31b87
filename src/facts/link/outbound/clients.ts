import type { SdkRow } from "../../rows.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { isFetch } from "./http-request.js";
import { clientOptions, findOption, NO_OPTIONS, showOption, type Options } from "./options.js";

/** Something that was done to a client after it was made, or to all of a package's. */
interface Attachment {
  /** Id of the call that made the client; null: the package's own default client. */
  readonly clientId: number | null;
  /** The client could not be told: it may be any of the package. */
  readonly isAny: boolean;
}

const RETRY_PLUGINS: Readonly<Record<string, readonly string[]>> = {
  axios: ["axios-retry", "retry-axios"],
  "@nestjs/axios": ["axios-retry", "retry-axios", "nestjs-axios-retry"],
  octokit: ["@octokit/plugin-retry"],
  "@octokit/rest": ["@octokit/plugin-retry"],
  "@octokit/core": ["@octokit/plugin-retry"],
  "@octokit/app": ["@octokit/plugin-retry"],
};

const ALL_PLUGINS: ReadonlySet<string> = new Set(Object.values(RETRY_PLUGINS).flat());

/** What clients were made with, and what was attached to them later. */
export class Clients {
  readonly #graph: CodeGraph;
  /** Constructions by package. */
  readonly #made = new Map<string, LinkedCall[]>();
  readonly #plugins = new Map<string, Map<string, Attachment[]>>();
  readonly #interceptors = new Map<number | null, LinkedCall>();
  readonly #defaultTimeouts = new Set<number | null>();
  /** What is mounted on sessions of requests, by the call that made the session. */
  readonly #adapters = new Map<number, string>();
  readonly #fetchRetries = new Map<string, string>();
  readonly #fetchLimits = new Map<string, string>();

  constructor(graph: CodeGraph) {
    this.#graph = graph;
    for (const call of graph.calls) this.#look(call);
    for (const file of graph.files.values()) {
      for (const { client, option, value } of file.code.clientDefaults) {
        if (option !== "timeout" || value.text === "0") continue;
        const resolved = graph.resolve(file, client);
        if (resolved.kind === "package") this.#defaultTimeouts.add(resolved.madeBy);
      }
    }
  }

  /**
   * Options the client of a call was made with. Where the client was handed in, those that every construction of the
   * package shares.
   */
  optionsOf(call: LinkedCall, sdk: SdkRow, names: string | null): Options {
    const { row } = call;
    if (row.client_id !== null) return clientOptions(this.#graph.call(row.client_id));
    if (!row.is_typed && !row.is_conditional_origin) return NO_OPTIONS;
    const all = (this.#made.get(sdk.module) ?? []).map(clientOptions);
    const [first] = all;
    if (!first) return NO_OPTIONS;
    const isShared = all.every((options) => findOption(options, names) !== undefined);
    if (isShared) return first;
    const isAbsent = all.every((options) => findOption(options, names) === undefined && !options.isOpen);
    return isAbsent ? NO_OPTIONS : { values: {}, isOpen: true };
  }

  /** Retry plugin on the client of a call: its name; null when there is none. */
  retryPlugin(call: LinkedCall): string | null {
    const dir = packageOf(call);
    if (isFetch(call)) return this.#fetchRetries.get(dir) ?? null;
    const adapter = call.row.package === "requests" ? this.#adapters.get(call.row.client_id ?? -1) : undefined;
    if (adapter !== undefined && /retr/i.test(adapter)) return adapter;
    for (const plugin of RETRY_PLUGINS[call.row.package ?? ""] ?? []) {
      const attached = this.#plugins.get(plugin)?.get(dir) ?? [];
      const covers = ({ clientId, isAny }: Attachment): boolean => isAny || clientId === call.row.client_id;
      if (attached.some(covers)) return plugin;
    }
    return null;
  }

  /** The response interceptor of the call's client that sends a request again; undefined when there is none. */
  resendingInterceptor(call: LinkedCall): LinkedCall | undefined {
    return call.row.package === "axios" ? this.#interceptors.get(call.row.client_id) : undefined;
  }

  /** A time limit that was set for all calls of the client, or of the package's fetch. */
  sharedTimeout(call: LinkedCall): string | null {
    if (isFetch(call)) return this.#fetchLimits.get(packageOf(call)) ?? null;
    const adapter = call.row.package === "requests" ? this.#adapters.get(call.row.client_id ?? -1) : undefined;
    if (adapter !== undefined && /time_?out/i.test(adapter)) return adapter;
    if (call.row.package !== "axios") return null;
    // What is put on axios itself counts for the clients that are made from it later, too.
    const isSet = this.#defaultTimeouts.has(call.row.client_id) || this.#defaultTimeouts.has(null);
    return isSet ? "defaults.timeout" : null;
  }

  #look(call: LinkedCall): void {
    const { row } = call;
    if (row.origin !== "package" || row.package === null) return;
    if (row.kind === "new" || (row.path === null && row.client_id === null)) append(this.#made, row.package, call);
    if (ALL_PLUGINS.has(row.package)) this.#attach(row.package, call);
    if (row.package === "requests" && row.method === "mount") this.#lookAtAdapter(call);
    if (row.package === "axios") this.#lookForInterceptor(call);
    if (row.package === "undici" && row.symbol === "setGlobalDispatcher") this.#lookAtDispatcher(call);
  }

  #attach(plugin: string, call: LinkedCall): void {
    const byPackage = this.#plugins.get(plugin) ?? new Map<string, Attachment[]>();
    this.#plugins.set(plugin, byPackage);
    const argument = call.record.arguments[0]?.origin;
    const resolved = argument ? this.#graph.resolve(call.file, argument) : null;
    const isKnown = resolved?.kind === "package";
    append(byPackage, packageOf(call), { clientId: isKnown ? resolved.madeBy : null, isAny: !isKnown });
  }

  /** `client.interceptors.response.use(ok, (error) => client(error.config))` */
  #lookForInterceptor(call: LinkedCall): void {
    for (const { callId } of call.record.enclosingCalls) {
      const use = this.#graph.call(callId + call.file.callOffset);
      if (use?.row.path?.endsWith("interceptors.response.use") === true)
        this.#interceptors.set(use.row.client_id, call);
    }
  }

  /** `session.mount("https://", HTTPAdapter(max_retries=3))`, or an adapter of the project's own that is named for what it does. */
  #lookAtAdapter(call: LinkedCall): void {
    const adapter = call.record.arguments[1];
    if (call.row.client_id === null || adapter === undefined) return;
    const resolved = adapter.origin === null ? null : this.#graph.resolve(call.file, adapter.origin);
    const maker = resolved?.kind === "package" ? this.#graph.call(resolved.madeBy) : undefined;
    const options = findOption(clientOptions(maker), "max_retries");
    const isNone = options?.value === 0;
    const text =
      options && !isNone
        ? showOption({ values: {}, isOpen: false, isPython: true }, options.name, options.value)
        : adapter.text;
    const known = this.#adapters.get(call.row.client_id);
    this.#adapters.set(call.row.client_id, known === undefined ? text : `${known} ${text}`);
  }

  #lookAtDispatcher(call: LinkedCall): void {
    const text = call.row.argument_1 ?? "";
    const made = call.record.arguments[0]?.callId;
    const maker = made === null || made === undefined ? undefined : this.#graph.call(made + call.file.callOffset);
    if (/retry/i.test(text)) this.#fetchRetries.set(packageOf(call), "setGlobalDispatcher with retries");
    if (findOption(clientOptions(maker), "headersTimeout,bodyTimeout"))
      this.#fetchLimits.set(packageOf(call), "setGlobalDispatcher with time limits");
  }
}

const packageOf = (call: LinkedCall): string => call.file.info.package_dir ?? "";

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
