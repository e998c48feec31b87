import { addRows, type FactSet } from "../../fact-set.js";
import type { CallWrapperRow, OutboundCallRow, SdkRow } from "../../rows.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { AddressReader, type Address } from "./address.js";
import { Background } from "./background.js";
import { Chains } from "./chains.js";
import { Choices } from "./choices.js";
import { Gateways, type UsesByFunction } from "./gateways.js";
import { Clients } from "./clients.js";
import { destinationOf, ownLabels, type Destination } from "./destination.js";
import { httpRequestOf, isFetch, type HttpRequest } from "./http-request.js";
import { NO_OPTIONS, isPython, optionsAt, findOption, mayHide, type Options } from "./options.js";
import { Redelivery } from "./redelivery.js";
import { retryByDefault, retryByOptions, type Retry } from "./retry.js";
import { SdkIndex } from "./sdk-index.js";
import { ServerFiles } from "./server-files.js";
import { timeoutByDefault, timeoutByOptions, type Timeout } from "./timeout.js";
import { Versions } from "./versions.js";

/** The built-in fetch, described as an SDK. */
const FETCH: SdkRow = {
  ecosystem: "npm",
  module: "fetch",
  vendor: "http",
  category: "http",
  methods: null,
  default_retries: 0,
  retry_scope: null,
  retries_since: null,
  default_timeout_seconds: 0,
  retry_option: null,
  timeout_option: "signal",
  source: "https://developer.mozilla.org/en-US/docs/Web/API/RequestInit",
};

/** Options under which a client is told where its service is. */
const BASE_OPTIONS = "baseURL,baseUrl,base_url,prefixUrl,serverURL,serverUrl,endpoint,apiUrl,host,url";

/** SDKs whose calls take one object for everything: the prefix of the request's own options in it. */
const SINGLE_OBJECT: ReadonlyMap<string, string> = new Map([
  ["ai", ""],
  ["@google/genai", "config."],
  ["@anthropic-ai/claude-agent-sdk", "options."],
]);

/** Queues that run a failed job again, and where their work usually lies. */
const QUEUES = [
  "bullmq",
  "bull",
  "@nestjs/bullmq",
  "@nestjs/bull",
  "bee-queue",
  "pg-boss",
  "graphile-worker",
  "agenda",
  "@trigger.dev/sdk",
  "inngest",
  "@temporalio/activity",
  "@temporalio/worker",
  "@temporalio/workflow",
  "@hatchet-dev/typescript-sdk",
];
const QUEUE_PLACE =
  /(^|\/)(processors?|workers?|consumers?|jobs?|queues?|tasks|activities|inngest)\/|(^|\/)activities\.[cm]?[jt]s$/;

const STREAM = /^stream|Stream$/;
const PROBE = /health|liveness|readiness|heartbeat|(^|[/_.-])ping(?![a-z])/i;

/** Finds the calls that go to services over HTTP, and says how each is protected. Needs linked wrappers. */
export function linkOutboundCalls(graph: CodeGraph, facts: FactSet, uses: UsesByFunction): void {
  addRows(facts, "outbound_call", new OutboundCalls(graph, facts, uses).rows());
}

class OutboundCalls {
  readonly #graph: CodeGraph;
  readonly #sdks: SdkIndex;
  readonly #addresses: AddressReader;
  readonly #clients: Clients;
  readonly #chains: Chains;
  readonly #gateways: Gateways;
  readonly #files: ServerFiles;
  readonly #versions: Versions;
  readonly #choices: Choices;
  readonly #redelivery: Redelivery;
  readonly #background: Background;
  readonly #own: ReadonlySet<string>;
  readonly #wrappers = new Map<number, CallWrapperRow[]>();

  constructor(graph: CodeGraph, facts: FactSet, uses: UsesByFunction) {
    this.#graph = graph;
    this.#sdks = new SdkIndex(facts.sdk ?? []);
    this.#addresses = new AddressReader(graph);
    this.#clients = new Clients(graph);
    this.#chains = new Chains(graph);
    this.#gateways = new Gateways(graph, uses);
    this.#files = new ServerFiles(graph);
    this.#choices = new Choices(graph);
    this.#redelivery = new Redelivery(graph, uses);
    this.#background = new Background(graph, uses);
    this.#versions = new Versions(facts.dependency ?? []);
    this.#own = ownLabels(facts.package ?? []);
    for (const row of facts.call_wrapper ?? []) {
      const known = this.#wrappers.get(row.call_id);
      if (known) known.push(row);
      else this.#wrappers.set(row.call_id, [row]);
    }
  }

  rows(): OutboundCallRow[] {
    const rows: OutboundCallRow[] = [];
    for (const call of this.#graph.calls) {
      const sdk = isFetch(call) ? FETCH : this.#sdks.sdkOf(this.#graph, call);
      if (sdk && this.#files.isServer(call.file)) rows.push(this.#rowOf(call, sdk));
    }
    return rows;
  }

  #rowOf(call: LinkedCall, sdk: SdkRow): OutboundCallRow {
    const request = sdk.category === "http" ? httpRequestOf(call) : null;
    const destination = this.#destination(call, sdk, request);
    const retry = this.#retry(call, sdk, request);
    const timeout = this.#timeout(call, sdk, request);
    return {
      call_id: call.row.id,
      client: sdk.module,
      category: sdk.category,
      vendor: destination.vendor,
      destination: destination.kind,
      host: destination.host,
      http_method: request?.method ?? null,
      is_stream: STREAM.test(call.row.method),
      is_probe: request?.method === "HEAD" || this.#isProbe(call),
      is_best_effort: call.record.resultUse.isBestEffort,
      is_choice: this.#choices.isChosen(call.row.file),
      in_queue: this.#redelivery.covers(call),
      reached_from_queue: this.#redelivery.isReachable(call),
      in_background: this.#background.has(call),
      retry_by: retry.by,
      retry_note: retry.note,
      wrapper_id: this.#wrapperId(call),
      timeout_by: timeout.by,
      timeout_note: timeout.note,
    };
  }

  #destination(call: LinkedCall, sdk: SdkRow, request: HttpRequest | null): Destination {
    const base = this.#base(call, sdk);
    if (!request) {
      // Models of ollama run beside the application unless it says where else.
      const isLocal = base?.kind === "internal" || (sdk.vendor === "ollama" && base?.kind !== "external");
      return { kind: isLocal ? "internal" : "external", host: base?.host ?? null, vendor: sdk.vendor };
    }
    const url = findOption(request.options, "url,uri,baseURL")?.value;
    const address =
      request.url === null
        ? (this.#addressOf(call, "url") ?? this.#addresses.ofOption(call.file, url))
        : this.#addresses.ofArgument(call.file, call.record.arguments[request.url]);
    const found = destinationOf(address, this.#own);
    return (found.kind === "relative" || found.kind === "unknown") && base ? base : found;
  }

  /** Where the client as a whole points to; null when its options do not say. */
  #base(call: LinkedCall, sdk: SdkRow): Destination | null {
    const maker = this.#graph.call(call.row.client_id);
    const named = maker ? this.#addressOf(maker, ...BASE_OPTIONS.split(",")) : null;
    if (named) return destinationOf(named, this.#own);
    const option = findOption(this.#clients.optionsOf(call, sdk, BASE_OPTIONS), BASE_OPTIONS);
    if (option) return destinationOf(this.#addresses.ofOption(call.file, option.value), this.#own);
    if (!maker || sdk.category !== "http") return null;
    const found = destinationOf(this.#addresses.ofArgument(maker.file, maker.record.arguments[0]), this.#own);
    return found.kind === "unknown" ? null : found;
  }

  /** Address in one of a call's keyword arguments; null when it has none of these. */
  #addressOf({ file, record }: LinkedCall, ...names: readonly string[]): Address | null {
    const given = record.named.find(({ name }) => names.includes(name));
    return given ? this.#addresses.ofArgument(file, given.value) : null;
  }

  #retry(call: LinkedCall, sdk: SdkRow, request: HttpRequest | null): Retry {
    const wrapper = this.#wrappers.get(call.row.id)?.find(({ kind }) => kind === "retry");
    if (wrapper) {
      const isLoop = wrapper.function_id !== null && this.#graph.function(wrapper.function_id)?.is_wrapper === null;
      return { by: isLoop ? "loop" : "wrapper", note: wrapper.wrapper };
    }
    const names = sdk.retry_option;
    const client = this.#clients.optionsOf(call, sdk, names);
    const own = requestOptions(call, sdk, request);
    const chained = this.#chains.retryAfter(call);
    if (chained !== null) return { by: "call", note: chained };
    return (
      this.#retryPlugin(call) ??
      retryByOptions("call", own, prefixed(sdk, names)) ??
      retryByOptions("client", client, names) ??
      this.#retryByDefault(call, sdk, request, (own.isOpen || client.isOpen) && names !== null)
    );
  }

  #retryPlugin(call: LinkedCall): Retry | null {
    const plugin = this.#clients.retryPlugin(call);
    if (plugin !== null) return { by: "plugin", note: plugin };
    const resend = this.#clients.resendingInterceptor(call);
    if (!resend) return null;
    const waits = [...this.#graph.around(resend.row.function_id)].some((each) => each.has_delay);
    return { by: waits ? "plugin" : "unknown", note: "a response interceptor sends requests again" };
  }

  #retryByDefault(call: LinkedCall, sdk: SdkRow, request: HttpRequest | null, mayBeSet: boolean): Retry {
    const version = this.#versions.of(sdk.module, call.file.info.package_dir);
    const found = retryByDefault(sdk, version, request?.method ?? null, call.row.method);
    // A version from before the retries has no option for them either.
    if (found.by !== "none" || found.note !== null) return found;
    if (mayBeSet) return { by: "unknown", note: "its options are put together elsewhere" };
    return this.#isQueued(call) ? { by: "queue", note: "runs in a queue, whose attempts decide" } : found;
  }

  /** Work of a queue is tried again as a whole, when its jobs have attempts. */
  #isQueued(call: LinkedCall): boolean {
    if (this.#redelivery.covers(call)) return true;
    const { path, package_dir: dir } = call.file.info;
    return QUEUE_PLACE.test(path) && QUEUES.some((name) => this.#versions.has(name, dir));
  }

  #timeout(call: LinkedCall, sdk: SdkRow, request: HttpRequest | null): Timeout {
    const wrapper = this.#wrappers.get(call.row.id)?.find(({ kind }) => kind === "timeout");
    if (wrapper) return { by: "wrapper", note: wrapper.wrapper };
    const names = sdk.timeout_option;
    const client = this.#clients.optionsOf(call, sdk, names);
    const own = requestOptions(call, sdk, request);
    const chained = this.#chains.timeoutAfter(call);
    if (chained !== null) return { by: "call", note: chained };
    const found = timeoutByOptions("call", own, prefixed(sdk, names)) ?? timeoutByOptions("client", client, names);
    if (found) return found;
    const shared = this.#clients.sharedTimeout(call);
    if (shared !== null) return { by: "global", note: shared };
    const byDefault = timeoutByDefault(sdk);
    const isJudged = byDefault.by === "none" || byDefault.by === "long-default";
    const mayBeSet = (own.isOpen || client.isOpen || mayHide(own, prefixed(sdk, names))) && names !== null;
    if (isJudged && asksForStream(call, sdk)) return { by: "unknown", note: "answers in a stream" };
    return isJudged && mayBeSet ? { by: "unknown", note: "its options are put together elsewhere" } : byDefault;
  }

  #isProbe(call: LinkedCall): boolean {
    if (PROBE.test(call.row.file)) return true;
    return [...this.#graph.around(call.row.function_id)].some(({ name }) => name !== null && PROBE.test(name));
  }

  #wrapperId(call: LinkedCall): number | null {
    const wrappers = this.#wrappers.get(call.row.id) ?? [];
    const own = wrappers.find(({ kind, function_id: id }) => {
      return (kind === "retry" || kind === "breaker") && (this.#graph.function(id)?.is_wrapper ?? null) !== null;
    });
    if (own) return own.function_id;
    const isLooped = wrappers.some(({ kind, function_id: id, hops }) => kind === "retry" && id !== null && hops === 0);
    return isLooped ? this.#gateways.of(call) : null;
  }
}

/** `chat.completions.create({ …, stream: true })`: it lasts as long as it is read. */
const asksForStream = (call: LinkedCall, sdk: SdkRow): boolean =>
  sdk.category === "llm" && findOption(optionsAt(call, 0), "stream")?.value === true;

/** Options of the request itself, not its body. */
function requestOptions(call: LinkedCall, sdk: SdkRow, request: HttpRequest | null): Options {
  if (request) return request.options;
  if (SINGLE_OBJECT.has(sdk.module) || isPython(call)) return optionsAt(call, 0);
  const last = call.record.arguments.length - 1;
  const argument = call.record.arguments[last];
  // getPage(limit, after): a bare variable is options only when it says so.
  const isOptions = argument?.kind === "object" || OPTIONS_NAME.test(argument?.text ?? "");
  return last < 1 || !isOptions ? NO_OPTIONS : optionsAt(call, last);
}

const OPTIONS_NAME = /(opt(ion)?s?|config|settings|init|overrides)$/i;

function prefixed(sdk: SdkRow, names: string | null): string | null {
  const prefix = SINGLE_OBJECT.get(sdk.module) ?? "";
  return prefix === "" || names === null ? names : names.replaceAll(/(^|,)/g, `$1${prefix}`);
}
