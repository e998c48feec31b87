// Generated from schema.sql by `npm run generate`. Do not edit.

/** every file that was looked at */
export interface FileRow {
  /** relative to the audited root */
  path: string;
  /** typescript | javascript | vue | svelte | astro | python | sql | json | yaml | toml | env | dockerfile | markdown | other */
  language: string;
  /** app | test | script | migration | config | generated | vendored | example | archived | docs */
  role: string;
  /** server | client | shared | unknown: where the code of this file runs */
  side: string;
  /** folder of the nearest package.json ('' = root), of Python files also of the nearest Python manifest; NULL when there is none */
  package_dir: string | null;
  /** esm | commonjs | bundled | unknown: how Node would load it (code files only) */
  module_kind: string | null;
  /** size on disk */
  bytes: number;
  /** number of lines; 0 when the text was not read */
  lines: number;
  /** 0|1 has imports or exports, ES or CommonJS: its top-level names are its own */
  is_module: boolean;
  /** number of the project's files that import it (linked) */
  importers: number;
  /** 0|1 a manifest names it, or what is built from it: main, exports, bin (linked) */
  is_entry: boolean;
  /** 0|1 it is started, served or looked up by its place or name, or the imports of such a file lead to it; 1 in doubt (linked) */
  is_reached: boolean;
  /** start (an app cannot start, or be built, without loading it) | use (loaded when some line runs, or by what may be started) | NULL (nothing known leads to it; of Python it says so only where a file of the same package_dir has start) (linked) */
  started: string | null;
  /** first syntax error as "line: message"; the rest of the file is still read */
  parse_error: string | null;
}

/** what was not read, and why */
export interface SkippedRow {
  /** file or folder */
  path: string;
  /** binary | too-large | minified | unreadable | symlink | vendored | submodule */
  reason: string;
  /** size or error text */
  detail: string | null;
}

/** an input that could not be understood; the audit went on without it */
export interface ProblemRow {
  /** where */
  file: string;
  /** line, when known */
  line: number | null;
  /** what is wrong */
  message: string;
  /** what to do */
  remedy: string | null;
}

/** which inputs this audit had; a rule whose `needs` is missing answers unknown, or does not apply where nobody wants it */
export interface CollectedRow {
  /** code | env | packages | deploy | migrations | history | catalog | supabase | coverage | tests */
  need: string;
  /** 0|1 */
  available: boolean;
  /** 0|1 something in the repository has to do with it: a schema is missed only where something may talk to Postgres */
  is_wanted: boolean;
  /** e.g. "412 files", "no --db, no migrations" */
  detail: string | null;
}

/** one row per folder with a manifest: package.json, deno.json, pyproject.toml, Pipfile, requirements.txt; where a folder has both kinds, npm's */
export interface PackageRow {
  /** folder; '' = root */
  dir: string;
  /** path of the manifest */
  file: string;
  /** npm | python */
  ecosystem: string;
  /** declared name */
  name: string | null;
  /** declared version */
  version: string | null;
  /** "type" of package.json: module | commonjs */
  module_type: string | null;
  /** 0|1 */
  is_private: boolean;
  /** 0|1 the manifest at the audited root */
  is_root: boolean;
  /** 0|1 member of a workspace of an enclosing manifest */
  is_workspace: boolean;
  /** 0|1 published for others (not private, has main, module or exports) */
  is_library: boolean;
  /** npm | pnpm | yarn | bun | deno */
  package_manager: string | null;
  /** 0|1 a build step gives its files, or those of a package around it, names that they never import (Nuxt, unplugin-auto-import …) */
  has_auto_imports: boolean;
  /** next | nuxt | remix | sveltekit | astro | nest | express | fastify | hono | koa | react-native | vite | electron …: the first that its dependencies show */
  framework: string | null;
  /** object of scripts */
  scripts_json: string | null;
}

/** one row per declared dependency and manifest */
export interface DependencyRow {
  /** manifest's folder */
  package_dir: string;
  /** npm | python: redis, stripe and openai exist in both worlds, so every look-up by name says which it means */
  ecosystem: string;
  /** package name; of Python as PEP 503 compares them: flask-login */
  name: string;
  /** as written: ^1.2.3, workspace:*, catalog:, npm:x@1, >=2,<3 */
  range: string;
  /** lowest version the range allows, or the locked one; NULL when not a version */
  version: string | null;
  /** production | development | peer | optional */
  kind: string;
  /** of Python: the extras that are asked for, comma-separated: standard,email; NULL without any */
  extras: string | null;
  /** 0|1 another package of this repository */
  is_workspace: boolean;
  file: string;
  line: number;
}

/** lock files */
export interface LockfileRow {
  file: string;
  /** nearest manifest's folder */
  package_dir: string | null;
  /** npm | pnpm | yarn | bun | deno | poetry | uv | pdm | pipenv */
  package_manager: string;
}

/** packages that a lock file installs where code below that folder can load them; of pnpm also what it keeps apart; Python's too, told by their file */
export interface LockedPackageRow {
  /** folder whose node_modules holds it; '' = root */
  package_dir: string;
  /** package name; of Python as in dependency.name */
  name: string;
  /** 0|1 only development dependencies need it: npm ci --omit=dev leaves it out */
  is_development: boolean;
  /** the lock file */
  file: string;
}

/** globs by which a manifest claims other packages as members of its workspace */
export interface WorkspaceRow {
  /** folder of the manifest */
  package_dir: string;
  /** relative to that folder, as written; a leading ! excludes */
  pattern: string;
  /** package.json, pnpm-workspace.yaml, lerna.json or deno.json */
  file: string;
  line: number;
}

/** versions that dependencies share through catalog: (pnpm, bun, yarn) */
export interface CatalogRow {
  /** folder of the file that defines it */
  package_dir: string;
  /** name; default for the unnamed one */
  catalog: string;
  /** package */
  name: string;
  range: string;
  file: string;
  line: number;
}

/** one row per imported name (or per side-effect import) */
export interface ImportRow {
  file: string;
  line: number;
  /** as written */
  specifier: string;
  /** exported name: default, *, or a name; NULL for a side-effect import */
  imported: string | null;
  /** name it gets here */
  local: string | null;
  /** import | require | dynamic | reexport */
  kind: string;
  /** 0|1 written as type-only */
  is_type: boolean;
  /** 0|1 gone before it runs: type-only, or imported by TypeScript that only mentions it in types */
  is_erased: boolean;
  /** 0|1 nothing in the file mentions its name: no bundler, and nothing that is compiled to CommonJS, asks for it */
  is_unused: boolean;
  /** 0|1 inside a try block or with a catch, or one of the ways in which a universal module asks for it: optional */
  in_try: boolean;
  /** 0|1 one of several that a setting chooses from: a dynamic import inside a case; of Python any in a branch */
  is_choice: boolean;
  /** enclosing function; NULL at module level */
  function_id: number | null;
  /** file | asset | package | builtin | workspace | virtual | ignored | missing | unknown */
  resolution: string;
  /** the project's file it means */
  resolved_file: string | null;
  /** npm package name, e.g. @scope/name */
  package: string | null;
  /** of a missing one: the file whose path differs in letter case only */
  lookalike: string | null;
  /** of a missing one: where it should be, without code extension and /index */
  missing_path: string | null;
  /** 0|1 the resolved file exports this name; NULL = cannot tell (CommonJS, export * from a package, …) */
  is_exported: boolean | null;
}

/** one row per exported name */
export interface ExportRow {
  file: string;
  line: number;
  /** default, a name, or * for `export * from` */
  name: string;
  /** name inside the file */
  local: string | null;
  /** function | class | variable | type | reexport | star | commonjs */
  kind: string;
  /** for re-exports */
  specifier: string | null;
  /** when it is a function */
  function_id: number | null;
  /** number of the project's files that import it */
  importers: number;
}

/** every function, method and arrow with a body */
export interface FunctionRow {
  id: number;
  file: string;
  line: number;
  end_line: number;
  /** own name, or the variable, property or method it is assigned to */
  name: string | null;
  /** for methods */
  class_name: string | null;
  /** function | arrow | method | constructor | accessor */
  kind: string;
  /** enclosing function */
  parent_id: number | null;
  /** 0|1 */
  is_async: boolean;
  /** 0|1 */
  is_exported: boolean;
  /** array of parameter names ("{…}" when destructured) */
  parameters_json: string;
  /** array of decorator names, e.g. ["Get","UseGuards"] */
  decorators_json: string;
  /** 0|1 own body loops */
  has_loop: boolean;
  /** 0|1 own body has try/catch */
  has_try: boolean;
  /** 0|1 own body waits: setTimeout, sleep, delay, backoff */
  has_delay: boolean;
  /** 0|1 own body throws */
  has_throw: boolean;
  /** 0|1 begins with a return under a flag that it sets itself: runs once at a time (JavaScript only) */
  has_own_flag: boolean;
  /** 0|1 calls one of its own parameters */
  calls_parameter: boolean;
  /** retry | breaker | rate-limit | timeout | queue: takes a function and runs it so; NULL otherwise (linked) */
  is_wrapper: string | null;
  /** route | middleware | job | queue | event | webhook | next-api | server-action | lambda | component | shutdown: who calls it (linked) */
  handler: string | null;
  /** 0|1 it, or a function around it, or its only callers within three hops, are run per request */
  in_handler: boolean;
}

/** every call, construction and tagged template; in files that are not the application (tests, examples, docs, generated …) only literal arguments are kept, and no options, chains or result use */
export interface CallRow {
  id: number;
  file: string;
  /** line of the method name, or of the callee */
  line: number;
  column: number;
  end_line: number;
  /** innermost enclosing function; NULL at module level */
  function_id: number | null;
  /** call | new | tag */
  kind: string;
  /** source text, white space folded, e.g. client.messages.create; arguments of inner calls shown as () */
  callee: string;
  /** leftmost identifier ("this" included) */
  root: string | null;
  /** last name: create; for a bare call or `new X` the name itself */
  method: string;
  /** package | builtin | global | file | parameter | local | unknown: what the root is */
  origin: string;
  /** import specifier of the package the receiver comes from, after linking: openai, @aws-sdk/client-s3, node:fs; NULL unless origin is package or builtin */
  module: string | null;
  /** package name of module */
  package: string | null;
  /** exported name it began with: default, createClient, Redis, * */
  symbol: string | null;
  /** members from the symbol to the callee, calls left out: messages.create; from.select.eq; NULL when the symbol itself is called */
  path: string | null;
  /** 0|1 the origin was found in another file */
  is_linked: boolean;
  /** 0|1 the origin was found through a type annotation */
  is_typed: boolean;
  /** 0|1 more than one origin is possible */
  is_conditional_origin: boolean;
  /** the project's own function it calls, when known */
  target_function_id: number | null;
  /** the `new X()` or factory call that made the receiver, when it is known and of the same package */
  client_id: number | null;
  /** 0|1 the root is declared in this file, imported, or a known global (undefined-call looks at 0) */
  is_declared: boolean;
  /** 0|1 the file asks whether the root exists (typeof root, window.root), or a linter comment waives it here */
  is_guarded: boolean;
  /** 0|1 reached through ?. */
  is_optional: boolean;
  /** spread counts one */
  argument_count: number;
  /** literal value, or source text up to 200 characters */
  argument_1: string | null;
  /** string | number | boolean | template | object | array | function | identifier | env | call | member | spread | regex | null | other */
  argument_1_kind: string | null;
  argument_2: string | null;
  argument_2_kind: string | null;
  argument_3: string | null;
  argument_3_kind: string | null;
  /** JSON of the last object argument: literal values as they are, others as {"$": "source text"}; nested three levels deep; looked up when it is a const of this file */
  options: string | null;
  /** none | literal | open (a spread or a computed key) | dynamic (the last is a variable that could not be looked up; `options` is then an earlier object argument, if any) */
  options_kind: string;
  /** array of {"text", "kind", "package"?} for every spread in its object arguments, two levels deep; kind: client (what a package's constructor or factory gives) | this | request | env | parameter | object | unknown */
  spreads_json: string | null;
  /** array of the identifiers that appear in its arguments */
  names_json: string | null;
  /** 0|1 awaited, itself or as the head of its chain */
  is_awaited: boolean;
  /** 0|1 returned (its caller decides) */
  is_returned: boolean;
  /** how its value is used: ignored | variable | destructured | argument | condition | chained | returned | thrown | property | other */
  result: string;
  /** JSON array: names bound from it; for a destructuring the property names */
  result_names: string | null;
  /** who holds its value: module (made once, when the file loads) | outer (kept where it outlives the function, or by a helper that remembers) | closed (ended by the function: .end(), .quit(), using) | instance (this.x) | returned | passed (to a function of the project) | local (forgotten with the function) */
  held: string;
  /** 0|1 no further call is made on its value in the same expression */
  is_chain_end: boolean;
  /** on a chain's end: array of {"method","line","arguments":[…literal or {"$":text}]} from the root on */
  chain_json: string | null;
  /** 0|1 .catch() or a second .then() argument follows */
  has_catch: boolean;
  /** 0|1 inside a try with a catch, in the same function */
  in_try: boolean;
  /** 0|1 inside a catch block */
  in_catch: boolean;
  /** 0|1 inside a finally block */
  in_finally: boolean;
  /** 0|1 only where its file is started by itself: if (require.main === module), if __name__ == "__main__" */
  in_main: boolean;
  /** 0|1 in one of the cases that a switch of its function chooses from, the default left out (JavaScript) */
  in_case: boolean;
  /** 0|1 inside a loop or an iteration callback (map, forEach, for await …) */
  in_loop: boolean;
  /** what the catch around it, in the same function, does with the error: throws | refuses (answers with an error) | logs | none (gives null, an empty list) | recovers (anything else); of several `except` the gravest; NULL where there is none */
  catch_effect: string | null;
  /** 0|1 inside Promise.all / allSettled */
  in_parallel: boolean;
  /** 0|1 its function is run per request (linked) */
  in_handler: boolean;
  /** array of callee texts whose function argument, or a function in whose object argument, encloses this call, innermost first */
  wrappers_json: string;
}

/** calls of application code in loops: what the loop goes through (linked) */
export interface LoopCallRow {
  call_id: number;
  /** fixed (a list or a bound written in the code, or a count at which the loop stops) | items (a list) | batches (parts of a list) | counter (pages, a queue, for ever) | attempts (tries again) */
  kind: string;
  /** source text of the list */
  over: string | null;
  /** call that gave the list; NULL when that is not known */
  source_id: number | null;
}

/** names that no file has to declare or import, because something puts them into the global scope */
export interface GlobalNameRow {
  file: string;
  line: number;
  name: string;
  /** declared (declare global, ambient .d.ts) | assigned (window.x = …, x = … undeclared) | read (window.x) | script (top level of a file without imports and exports) | comment (a linter comment that says "global x"; holds in its file) | config (linter's globals, bundler's define and provided modules) */
  kind: string;
}

/** script elements of HTML pages and templates: what they load shares the page's global names */
export interface PageScriptRow {
  file: string;
  line: number;
  /** as written; NULL for a script in place */
  src: string | null;
  /** 0|1 type="module": its names are its own */
  is_module: boolean;
}

/** every place where one of the project's own functions is used (linked) */
export interface FunctionUseRow {
  /** the function */
  function_id: number;
  file: string;
  line: number;
  /** call | argument | reference */
  kind: string;
  /** the call itself, or the call it is an argument of */
  call_id: number | null;
  /** function in which this happens; NULL at module level */
  caller_id: number | null;
}

/** which wrapper protects which call, up to three hops (linked) */
export interface CallWrapperRow {
  call_id: number;
  /** retry | breaker | rate-limit | timeout | queue */
  kind: string;
  /** its name: withRetry, pRetry */
  wrapper: string;
  /** when it is the project's own */
  function_id: number | null;
  /** when it is a package's */
  module: string | null;
  /** 0 = encloses the call directly */
  hops: number;
}

/** calls of application code, browsers apart, to services over HTTP: known SDKs (databases and caches apart), fetch and HTTP clients (linked) */
export interface OutboundCallRow {
  call_id: number;
  /** package it goes through; fetch for the built-in one */
  client: string;
  /** as in sdk; http for fetch and HTTP clients */
  category: string;
  /** whose service: the SDK's vendor, or the host; $NAME when a variable says where; NULL when it is not known */
  vendor: string | null;
  /** external | configured (a variable says where) | internal (localhost, a private name, the project's own domain or address) | relative | unknown */
  destination: string;
  /** host name as far as it is literal; * for its computed part */
  host: string | null;
  /** GET | POST | …; NULL when it is not known */
  http_method: string | null;
  /** 0|1 hands back a stream at once: trying again is its reader's business */
  is_stream: boolean;
  /** 0|1 asks only whether something is there: health checks, HEAD */
  is_probe: boolean;
  /** 0|1 its failure is written to a log at most: the answer is dropped or looked at for that alone */
  is_best_effort: boolean;
  /** 0|1 its file is loaded only where a setting chooses it (import.is_choice) */
  is_choice: boolean;
  /** 0|1 runs only in work that a queue delivers, and delivers again when it fails */
  in_queue: boolean;
  /** 0|1 such work is one of the ways to it, and its errors get back there */
  reached_from_queue: boolean;
  /** 0|1 nobody waits for it: it, or the only calls of the function around it, are not awaited, or given to waitUntil, after or a like helper */
  in_background: boolean;
  /** wrapper | loop | plugin | call | client | default | queue (whether its queue tries again is not known) | off | none | unknown */
  retry_by: string;
  /** what shows it: withRetry, maxRetries: 5, "openai retries twice" */
  retry_note: string | null;
  /** the project's own retry wrapper or breaker around the call: a function that takes a function (function.is_wrapper), or one that hands a request on and tries again itself */
  wrapper_id: number | null;
  /** wrapper | call | client | global | default | long-default (two minutes or more) | none | unknown */
  timeout_by: string;
  /** what shows it: timeout: 5000, "10 minutes" */
  timeout_note: string | null;
}

/** which packages and functions a function reaches within three calls (linked) */
export interface ReachRow {
  function_id: number;
  /** a call made there */
  call_id: number;
  /** 0 = in its own body (closures included) */
  hops: number;
}

/** string literals that could matter: URLs, paths, ids, versions, headers (no prose, no class names) */
export interface LiteralRow {
  file: string;
  line: number;
  /** masked when it looks like a secret; template holes are ${} */
  value: string;
  /** argument | property | default | comparison | variable | array | key | return | type | template | case | note (a Python docstring, when it says that a health check asks nothing on purpose) | other */
  context: string;
  /** property or variable it is the value of, or that it is the default of; dotted within one object literal */
  key: string | null;
  /** of a property, an array's element or a default: the variable or class property that holds the whole object or array */
  holder: string | null;
  /** 0|1 it is an element of an array, or of an object in one */
  in_array: boolean;
  /** of a property: array of the other property names of its object, up to 12 */
  siblings_json: string | null;
  /** callee of the innermost call it is an argument (or part of one) of */
  callee: string | null;
  call_id: number | null;
  function_id: number | null;
}

/** HTTP statuses that code answers with: literals and named constants */
export interface HttpStatusRow {
  file: string;
  line: number;
  function_id: number | null;
  /** 200 … 599 */
  status: number;
  /** 0|1 inside a catch block */
  in_catch: boolean;
  /** 0|1 only where another answer had this status: if (response.status === 429) … */
  is_relayed: boolean;
  /** callee of the call it is an argument of, or the property or variable it is put into */
  via: string;
}

/** places that look whether somebody else's answer had an error status: comparisons, cases, lists, classes of errors that stand for one */
export interface StatusCheckRow {
  file: string;
  line: number;
  function_id: number | null;
  /** 400 … 599 */
  status: number;
}

/** checks of a request's signature that are left out while it carries none: if (signature && !verify(…)) return 401 (TypeScript and JavaScript) */
export interface OptionalCheckRow {
  file: string;
  line: number;
  function_id: number | null;
  /** source text, up to 200 characters */
  condition: string;
}

/** code that does a thing again after it failed: loops around a try, and functions that call themselves in a catch */
export interface RetryLoopRow {
  file: string;
  line: number;
  end_line: number;
  /** function it stands in; NULL at module level */
  function_id: number | null;
  /** loop | recursion */
  kind: string;
  /** how long it waits in between: none | fixed | growing (with every try) | server (as the answer says: Retry-After) | unknown */
  pause: string;
  /** source text of the time it waits */
  pause_text: string | null;
  /** 0|1 that time has a random part */
  has_jitter: boolean;
  /** 0|1 it gives up after a number of tries or some time */
  is_counted: boolean;
  /** 0|1 it looks at the error or the status before it tries again */
  is_choosy: boolean;
}

/** who may call across origins: headers that code sets, and the `origin` of options that let cookies through */
export interface CorsSettingRow {
  file: string;
  line: number;
  function_id: number | null;
  /** header (Access-Control-Allow-…) | option (of an object that also says `credentials: true`) */
  via: string;
  /** origin | credentials */
  name: string;
  /** of an option: the variable that holds the object */
  holder: string | null;
  /** origin: star | reflected (whoever asks) | listed | checked (the code looks at it) | environment (everybody, in one environment) | unknown; credentials: on | off | unknown */
  value: string;
  /** where the object, array or block begins in which it is set */
  scope_line: number;
}

/** places of application code and of the environment that decide which vendor's model is called (linked); names at other providers (Azure, Bedrock, OpenRouter …) are left out, and so are comparisons, object keys, types, price tables */
export interface ModelUseRow {
  /** the id, as in sunset.pattern */
  model: string;
  /** as in model_pattern */
  vendor: string;
  file: string;
  line: number;
  /** nearest manifest's folder */
  package_dir: string | null;
  /** call (argument of the call) | default (taken when nothing else is set) | configuration (constant or property for a model) | env (value of a variable) | choice (entry of a list, default of a table's column, or a constant that nothing is seen to use) */
  usage: string;
  /** option, variable, constant or function that takes it */
  name: string;
  /** 0|1 it is one of the dated ids that existed, or looks like one and never did; NULL = it has no date to judge by */
  is_known: boolean | null;
  /** sure (it reaches a call of the vendor's API) | likely (its name says so, and the vendor's API is called) | possible */
  certainty: string;
  /** the call of which it is an argument */
  call_id: number | null;
}

/** places that match an entry of sunset by its url, header, env, call, option or import (linked); model ids are in model_use */
export interface SunsetUseRow {
  /** as in sunset.id */
  sunset_id: string;
  file: string;
  line: number;
  /** nearest manifest's folder */
  package_dir: string | null;
  /** what matched: the address, header, variable, call or option */
  shown: string;
}

/** pydantic's secrets where plain text is sent: in headers, credentials, addresses and parameters (linked) */
export interface SecretUseRow {
  file: string;
  line: number;
  function_id: number | null;
  /** source text of the value */
  name: string;
  /** SecretStr | SecretBytes | Secret */
  wrapper: string;
  /** header or parameter; "basic auth", "the address" */
  sent_as: string;
  /** 0|1 put into a text, which then holds stars; 0: handed over as it is, which HTTP clients refuse */
  is_in_text: boolean;
  /** 0|1 .get_secret_value() is called on it */
  is_unwrapped: boolean;
}

/** branches that depend on an environment variable (directly or through a constant) */
export interface GuardRow {
  file: string;
  line: number;
  function_id: number | null;
  /** name of the nearest named function around it */
  function_name: string | null;
  /** the variable */
  env_name: string;
  /** source text, up to 200 characters */
  condition: string;
  /** === | !== | truthy | falsy | includes | other */
  operator: string;
  /** literal it is compared with */
  compared_to: string | null;
  /** literal used when the variable is unset, if any */
  default_value: string | null;
  /** taken | skipped | unknown: is the guarded branch taken when the variable is unset; unknown: other_terms decide, or it cannot be unset */
  when_unset: string;
  /** the rest of an && or || condition, as written */
  other_terms: string | null;
  /** what the branch does: next | return-true | return-value | return | throw (or exit) | reject (401, 403, an auth error, false from a function that judges) | error (answers with another 4xx or 5xx) | assign | call | render | other */
  effect: string;
  /** first 200 characters of the branch */
  effect_text: string | null;
  /** last line of the branch */
  end_line: number;
  /** condition of the first "if" inside the branch that throws or answers with an error, up to 200 characters; NULL when there is none */
  nested_refusal: string | null;
  /** callees inside the branch */
  calls_json: string;
  /** 0|1 */
  has_else: boolean;
  /** same vocabulary */
  else_effect: string | null;
  /** last line of the else branch */
  else_end_line: number | null;
  /** like nested_refusal, of the else branch */
  else_refusal: string | null;
  /** callees inside the else branch */
  else_calls_json: string;
  /** 0|1 (linked) */
  in_handler: boolean;
}

/** every read of an environment variable in code */
export interface EnvReadRow {
  file: string;
  line: number;
  function_id: number | null;
  /** NULL when it is computed */
  name: string | null;
  /** process.env | import.meta.env | Deno.env | Bun.env | bindings (of a worker: declared in wrangler files) | $env (SvelteKit and Astro modules) | helper | schema | os.environ | settings */
  reader: string;
  /** value | condition | comparison | assignment | delete | argument | property | optional (`?.`, `?? null`, or read by a helper that by its name expects it to be missing) | mirror (copied into an object of variables under a name) | choice (of one of several providers) */
  usage: string;
  /** none | literal | empty | expression | env */
  default_kind: string;
  /** the literal, unless the name or the value looks like a secret (then its masked form) */
  default_value: string | null;
  /** length of the literal default */
  default_length: number | null;
  /** 0|1 the literal default says that it only lets a build or a test go on: build-placeholder, dummy, not-set */
  is_stand_in: boolean;
  /** 0|1 asserted (`!`), thrown when missing, or required by a schema */
  is_required: boolean;
  /** 0|1 checked by a schema or an explicit test that throws or exits */
  is_validated: boolean;
  /** literal it is compared with */
  compared_to: string | null;
}

/** variables that a bundler's configuration writes into what it builds for browsers: define, DefinePlugin, EnvironmentPlugin, env of next.config */
export interface EnvExposureRow {
  file: string;
  line: number;
  /** what the built code calls it, without process.env. and import.meta.env.; NULL for the whole environment */
  name: string | null;
  /** variable it comes from; NULL for the whole environment, and where a name is given a value that is written or computed there */
  env_name: string | null;
  /** define | plugin | next */
  via: string;
}

/** process.env.X = … in code (tests and scripts set them so) */
export interface EnvWriteRow {
  file: string;
  line: number;
  name: string;
  /** literal, masked when secret */
  value: string | null;
}

/** variables that code gives to processes, workers and containers that it starts; what it hands through from its own settings is left out */
export interface EnvGivenRow {
  file: string;
  line: number;
  name: string;
}

/** every place that declares a variable */
export interface EnvDeclarationRow {
  file: string;
  line: number;
  name: string;
  /** example | env | schema | types | dockerfile | compose | kubernetes | workflow | vercel | netlify | render | fly | railway | heroku | procfile | pm2 | systemd | serverless | wrangler | infrastructure (code of Pulumi, the CDK; Terraform, an app of DigitalOcean) | script | turbo | docs | platform */
  source: string;
  /** empty | placeholder | literal | secret | reference | unknown */
  value_kind: string;
  /** only when it is harmless: numbers, booleans, modes, model ids, URLs (without credentials); of a reference its default; NULL otherwise */
  value: string | null;
  /** 0|1 `# KEY=` in an example file */
  is_commented: boolean;
  /** 0|1 a schema says so */
  is_optional: boolean;
  /** production | preview | development | test, where the file says so */
  environment: string | null;
}

/** env files that are there: with values, or as examples */
export interface EnvFileRow {
  path: string;
  /** env | example */
  source: string;
  /** production | preview | development | test, where the name says so */
  environment: string | null;
  /** 0|1 git has it; NULL where there is no git to ask (a file that git would ignore is not read at all) */
  is_tracked: boolean | null;
}

/** secrets in files, as far as their own shape proves them (prefix and length, checksum, payload, a counterpart beside them); never their values */
export interface SecretRow {
  file: string;
  line: number;
  /** stripe | live-key (sk_live_ of somebody else) | github | npm | slack | slack-webhook | openai | anthropic | google | sendgrid | resend | groq | supabase | telegram | discord | aws | twilio | private-key | database-url | random (a variable of an env file whose value nobody made up) */
  kind: string;
  /** what a person calls it */
  name: string;
  /** prefix and length; of kind random the variable */
  shown: string;
  /** the same for places that hold the same secret */
  number: number;
  /** 0|1 as in env_file */
  is_tracked: boolean | null;
}

/** places that check the environment: schemas, tests that throw, exit or refuse, and lists of what a script demands */
export interface EnvValidationRow {
  file: string;
  line: number;
  /** NULL at module level: checked when the file is loaded */
  function_id: number | null;
  /** zod | t3-env | envalid | env-var | convict | joi | yup | valibot | arktype | class-validator | json-schema (env-schema, @fastify/env) | nest | throw */
  kind: string;
  /** variables it covers; [] when it covers all of process.env */
  names_json: string;
}

/** conditions about a secret of the settings under which code throws, raises or exits: its default in production, a placeholder, too few characters */
export interface SettingRefusalRow {
  file: string;
  line: number;
  /** what the condition calls the setting, its letters and digits in lower case: jwtsecret for JWT_SECRET and for config.jwt.secret */
  name: string;
}

/** values of objects of settings that hold environment variables and that nothing reads: no member, no key, no text of that name (linked) */
export interface IdleSettingRow {
  file: string;
  line: number;
  end_line: number;
  /** keys that lead to it: security.secretKey */
  path: string;
}

/** an undeclared name and the declared, unread one it was probably meant to be (linked) */
export interface EnvNearMissRow {
  /** read, not declared */
  name: string;
  /** declared, not read */
  declared: string;
  /** prefix | spelling | word | order | plural | synonym */
  reason: string;
  /** edits (spelling) or words that differ */
  distance: number;
}

/** places where a process starts to serve or to work */
export interface ServerRow {
  file: string;
  line: number;
  package_dir: string | null;
  /** express | fastify | hono | koa | nest | next | node-http | ws | bun | deno | nextjs-routes | lambda | worker | remix | sveltekit | nuxt … */
  framework: string;
  /** function that starts it; NULL when the module itself does */
  function_id: number | null;
  /** long-running (owns its process) | serverless (each request may be a new process) | worker (consumes a queue) */
  kind: string;
}

/** what is deployed from this repository: services and workers, and the apps that a framework's own server or a platform runs; one per package (linked) */
export interface DeployedAppRow {
  /** package folder; '' for the root, and where there is no package */
  dir: string;
  /** the same; NULL where there is no package */
  package_dir: string | null;
  /** name of the package, else its folder, else "app" */
  name: string;
  /** as in server */
  framework: string;
  /** long-running | worker | serverless (Next.js, Nuxt, SvelteKit, Remix without a server of their own) */
  kind: string;
  /** where it listens, its first route, or its manifest */
  file: string;
  line: number;
  /** 0|1 one process answers many requests, for long: it listens by itself, or an image or platform starts its framework's server; 0 where a platform runs functions, and where nothing shows how it runs */
  is_server: boolean;
  /** 0|1 more than an image or a start script shows it: the file of a platform, a workflow that deploys, a stack that is kept running, an address */
  is_released: boolean;
  /** place that shows that it is put into production: a deploy file, a workflow that deploys, a start script for production, a public address of its own; NULL = nothing shows it */
  production: string | null;
}

/** packages whose code runs in a deployed app: its own, and the workspace packages it depends on (linked) */
export interface DeployedPartRow {
  /** deployed_app.dir */
  app_dir: string;
  /** package folder; join with coalesce(file.package_dir, '') */
  part_dir: string;
}

/** every HTTP route */
export interface RouteRow {
  file: string;
  line: number;
  framework: string;
  /** GET | POST | … | ALL | WS */
  method: string;
  /** as written at the router; NULL when computed */
  path: string | null;
  /** with mounts and prefixes resolved (linked), parameters as :name; a router that is mounted twice gives two rows; NULL when a part is computed */
  full_path: string | null;
  /** last handler */
  handler_id: number | null;
  /** its source text or name */
  handler: string | null;
  /** callee texts of the handlers before it */
  middleware_json: string;
  /** local name of the app or router */
  router: string | null;
}

/** app.use(…), register(…), app.addHook(…), Next.js middleware.ts, Nest global guards */
export interface MiddlewareRow {
  file: string;
  line: number;
  framework: string;
  /** mount path */
  path: string | null;
  /** source text of what is mounted: cors({...}) → cors */
  name: string;
  /** package it comes from */
  module: string | null;
  /** the call that builds it (cors(...)), or the use() call */
  call_id: number | null;
  /** when it is a function of the project */
  handler_id: number | null;
  /** local name of the app or router */
  router: string | null;
  /** file of the mounted router, when it is one of the project's (linked) */
  target_file: string | null;
}

/** what a deployed app answers from outside, its routes and server actions: what it is for and what limits how often it is asked (linked) */
export interface ExposedRouteRow {
  /** deployed_app.dir */
  app_dir: string;
  file: string;
  line: number;
  /** as in route; ACTION for a server action */
  method: string;
  /** full path as far as it is known, or the action's name */
  path: string | null;
  /** auth (passwords or codes can be tried, mails sent) | api | admin (a console of one's own staff) | webhook (or another caller whose signature is checked) | job (a scheduler calls it) | health | page (documents, feeds, pictures, redirects) | empty (it only says that nothing is there, or where it is) */
  purpose: string;
  /** 0|1 its handler is known */
  is_followed: boolean;
  /** 0|1 it, or what stands before it, asks who is there */
  is_guarded: boolean;
  /** limiter that a request passes, with its place; NULL = none is seen */
  limited_by: string | null;
  /** of purpose auth: service or library that limits sign-in by itself */
  auth_service: string | null;
  /** model | mail | sms: what it pays a vendor for with each request; NULL = nothing that is seen */
  cost: string | null;
}

/** limiters of the requests that a deployed app receives, whether or not the routes behind them are known (linked) */
export interface RequestLimitRow {
  /** deployed_app.dir */
  app_dir: string;
  file: string;
  line: number;
  /** the call, guard or setting */
  name: string;
  /** package | own (a function of the project) | global (before every route) | edge (proxy, gateway or ingress) */
  kind: string;
}

/** ways to ask from outside whether the service is well (linked) */
export interface HealthCheckRow {
  file: string;
  line: number;
  /** full path; NULL for a library that brings its own */
  path: string | null;
  /** readiness | liveness | health: what the path says */
  kind: string;
  /** package that answers, when one does */
  library: string | null;
  handler_id: number | null;
  /** array of the packages (fetch for HTTP) of the dependencies it asks, within three calls */
  asks_json: string;
  /** array of the callees that may ask something and could not be followed */
  unfollowed_json: string;
  /** an error status in reach by which it can say no (one in a catch only where something is asked); NULL = none */
  failure_status: number | null;
  /** 0|1 207 is in reach: a success to whatever asks */
  answers_207: boolean;
  /** 0|1 an error of what it asks leaves the handler: not caught, thrown again, or given to next() */
  lets_errors_out: boolean;
}

/** scheduled work */
export interface JobRow {
  file: string;
  line: number;
  /** node-cron | cron | croner | node-schedule | agenda | bullmq | bull | pg-boss | toad-scheduler | nest | inngest | trigger | vercel | github | setInterval | celery | apscheduler … */
  scheduler: string;
  /** cron expression or interval as written; NULL when computed */
  expression: string | null;
  /** literal zone, or source text */
  timezone: string | null;
  /** none | literal | expression | platform (the platform defines it) | unknown */
  timezone_kind: string;
  /** 0|1 names an hour or a day; NULL when the expression is not known */
  is_zone_dependent: boolean | null;
  handler_id: number | null;
  call_id: number | null;
}

/** listeners and intervals */
export interface ListenerRow {
  file: string;
  line: number;
  function_id: number | null;
  /** source text: process, socket, this.bus; NULL for setInterval */
  receiver: string | null;
  /** module | imported | global | parameter | local | this | unknown: how long the emitter lives */
  receiver_scope: string;
  /** literal event name, or the interval's source text */
  event: string | null;
  /** on | once | addListener | addEventListener | subscribe | setInterval */
  method: string;
  /** 0|1 off/removeListener/clearInterval/unsubscribe or AbortSignal for it in the same file */
  is_removed: boolean;
  /** 0|1 */
  in_loop: boolean;
  /** 0|1 (linked) */
  in_handler: boolean;
  call_id: number;
}

/** reports of how much of the code the tests ran */
export interface CoverageReportRow {
  /** path of the report */
  file: string;
  /** lcov | cobertura (also coverage.py's XML) | clover | istanbul | istanbul-summary | coverage.py */
  format: string;
  /** day that it says, YYYY-MM-DD; NULL when it says none */
  written_on: string | null;
  /** package that all its files belong to; of several, the one that it lies in (linked) */
  package_dir: string | null;
  /** array of the folders that its paths are relative to */
  roots_json: string;
}

/** what such a report says of each file */
export interface CoverageRow {
  report: string;
  /** as the report names it; '' for the sum where it gives no files */
  path: string;
  /** the project's file that it means; NULL when there is none, or none any more (linked) */
  file: string | null;
  /** lines (or statements) that could be run */
  lines: number;
  /** those that were */
  covered: number;
}

/** how much the project itself asks for, in percent of lines */
export interface CoverageTargetRow {
  file: string;
  line: number;
  /** nearest manifest's folder (linked) */
  package_dir: string | null;
  percent: number;
  /** prodcheck | jest | vitest | nyc | coverage.py | pytest-cov | codecov */
  source: string;
}

/** reports of test runs */
export interface TestReportRow {
  /** path of the report */
  file: string;
  /** junit | jest (vitest too) | pytest | playwright */
  format: string;
  /** day that it says, YYYY-MM-DD; NULL when it says none */
  written_on: string | null;
  /** as in coverage_report (linked) */
  package_dir: string | null;
  /** all of them */
  tests: number;
  /** with errors */
  failed: number;
  skipped: number;
}

/** tests of such a report that failed or were skipped */
export interface TestResultRow {
  report: string;
  name: string;
  /** array of what the report says of its place: paths, suites, modules with dots */
  places_json: string;
  /** the project's file that it means (linked) */
  file: string | null;
  /** failed | skipped */
  status: string;
  /** first line of the failure */
  message: string | null;
}

/** statuses that statements of tests name: assert response.status_code == 404, .expect(200) */
export interface ExpectedStatusRow {
  file: string;
  line: number;
  function_id: number | null;
  /** NULL when it is not said plainly: a variable, a range, "not 404" */
  status: number | null;
  /** 0|1 an answer would do, and so would a page that is not there: in (201, 404), != 500 */
  is_either: boolean;
}

/** requests of tests to the application itself, and the route that answers (linked) */
export interface TestRequestRow {
  file: string;
  line: number;
  call_id: number;
  function_id: number | null;
  /** nearest manifest's folder */
  package_dir: string | null;
  /** supertest | chai-http | inject | hono | playwright | fetch | testclient | httpx | flask | django */
  client: string;
  /** GET | POST | …; ALL when it is not known */
  method: string;
  /** without host and query; holes as ${} */
  path: string;
  /** answer | missing (404, 405, 410 are among the statuses that its test names) | either (an answer or a page that is not there) | open (a variable) | nothing (it is sent outside of a test) */
  expects: string;
  /** served (a route has this path) | missing (none, as far as routes are known) | unknown */
  outcome: string;
  /** served: the route and its place; unknown: why it cannot be told */
  reason: string | null;
  /** of a missing one: the full path of the route that is most like it */
  nearest: string | null;
  /** 0|1 of a missing one: a route has this path with more before it, or less */
  is_moved: boolean;
}

/** members that tests replace (linked) */
export interface MockRow {
  file: string;
  line: number;
  function_id: number | null;
  /** patch | patch.object | monkeypatch | mocker.patch | spyOn | stub | mock (a factory of vi.mock or jest.mock) */
  tool: string;
  /** as written: app.mail.send, MailService */
  target: string;
  /** the project's file that should have it */
  target_file: string | null;
  /** name that is replaced */
  member: string;
  /** 0|1 it is made where it is not there: create=True, raising=False */
  is_created: boolean;
  /** found | missing | unknown (a package's, or something that cannot be read whole) */
  outcome: string;
  /** of a missing one: the name there that is most like it */
  nearest: string | null;
}

/** what the code asks of a database: one row per query, also when it goes on through a variable; of SQL and Prisma one for every table that it touches, with the same call_id */
export interface DbQueryRow {
  id: number;
  file: string;
  /** of the call that names the target: .from("t"), .rpc("f"), prisma.user.findMany(); of SQL text that of the table's name, as far as it is written in place */
  line: number;
  function_id: number | null;
  /** the chain's end: the call that is awaited */
  call_id: number | null;
  /** supabase-js | pg | postgres | @vercel/postgres | @neondatabase/serverless | pg-promise | slonik | prisma | drizzle | knex | kysely | typeorm | sequelize: all but supabase-js throw when a query fails */
  client: string;
  /** postgresql | mysql | sqlite | mongodb …: what it talks to; NULL when it is not known */
  dialect: string | null;
  /** table | function | bucket | sql (text that is computed or does not parse) */
  target_kind: string;
  /** table, function or bucket name in the database (models and fields mapped), constants looked up; NULL when computed */
  target: string | null;
  /** when .schema('x') or x.y is used, or the model says it */
  schema: string | null;
  /** 0|1 of SQL text: the name may stand for something else, because its schema is computed, or because a part that is put in or comes before may name a WITH query so */
  is_name_open: boolean;
  /** select | insert | update | upsert | delete | rpc | raw | unknown; of a bucket what its method amounts to; of a table that a write only reads: select */
  operation: string;
  /** selected or written columns of the target itself (no embedded tables; of a join those that name their table), arguments of a function; a spread may write more; NULL when computed */
  columns_json: string | null;
  /** supabase-js: the select string as written, constants looked up; "*" when there is none */
  columns_text: string | null;
  /** array of {"column","operator","value"?,"pattern"?,"function"?}; operators as in PostgREST: eq, neq, gt, in, like, ilike, is, fts, not.is, or.eq …, and join (compared with a column of another table); value when literal; pattern of like: contains | starts | ends; function around the column: lower; what is computed is left out */
  filters_json: string;
  /** 0|1 its conditions, order or limit are partly computed: there may be more of them */
  is_open: boolean;
  /** array of columns */
  order_json: string;
  /** limit or range size */
  row_limit: number | null;
  /** 0|1 .single() or .maybeSingle(), findUnique, executeTakeFirst */
  is_single: boolean;
  /** exact | planned | estimated; computed when it is not known before the code runs; NULL when no count is asked for */
  count_mode: string | null;
  /** 0|1 { head: true }, count(): no row comes back */
  is_head: boolean;
  /** of SQL text, what a second time does: skips (ON CONFLICT DO NOTHING) | counts (n = n + 1); NULL for anything else */
  again: string | null;
  /** JSON array of what is taken of the answer and read: ["data","error"]; NULL for clients that throw */
  result_names: string | null;
  /** 0|1 `error` (or status) is read, thrown (throwOnError) or the whole answer goes on to a caller; NULL when it cannot be told; always 1 for clients that throw */
  is_error_checked: boolean | null;
  /** what the code does when `data` or the count is missing: trusted (taken for "there is none": it goes on to write or to allow) | stops (throws, refuses, gives up) | returned (the caller gets null or an empty default) | used (shown, or put to another use); NULL when nothing reads it, and for clients that throw */
  absent_data: string | null;
  /** 0|1 meant to fail without consequence: in the handling of another error, or in a try whose catch only logs */
  is_forgiven: boolean;
  /** 0|1 awaited, here or later, or .then(): a lazy builder that is not is never sent */
  is_awaited: boolean;
  /** 0|1 */
  in_loop: boolean;
  /** what the loops around it go through: none | fixed (a list or a bound written in the code) | items (a list) | batches (parts of a list) | counter (pages, a queue, for ever) | attempts (tries again) */
  loop: string;
  /** source text of the list */
  loop_over: string | null;
  /** query whose rows the list is, or is made of, here or in the function that is called for it; NULL when that is not known (linked) */
  loop_query_id: number | null;
}

/** what code writes into the text of SQL by itself (template, concatenation, f-string), instead of handing it over as a parameter */
export interface SqlPartRow {
  file: string;
  line: number;
  /** call that sends the text */
  call_id: number;
  function_id: number | null;
  /** source text of the part, up to 80 characters */
  text: string;
  /** the worst of what it may be: request (body, query, params, headers of a request) | parameter (of the function around) | unknown | call (what another function answers) | environment | checked (went through something that validates) | quoted (through something that escapes) | choice (one of several that stand in the code) | number | constant */
  origin: string;
  /** of a parameter its index, from 0 */
  parameter: number | null;
  /** 0|1 the function asks about it, or about all it is made of: a list of what is allowed, a pattern, a comparison */
  is_checked: boolean;
  /** 0|1 it is made of another text: replace(), trim(), toLowerCase() */
  is_derived: boolean;
}

/** databases that a schema file names: datasource of schema.prisma */
export interface DbDatasourceRow {
  file: string;
  line: number;
  /** prisma */
  client: string;
  /** as in db_query */
  dialect: string | null;
  /** environment variable with its address; NULL when it says none */
  url_name: string | null;
}

/** addresses of databases in Python code, env files and deploy files: only what their scheme says */
export interface DbAddressRow {
  file: string;
  line: number;
  /** postgresql | mysql | sqlite | mssql | oracle */
  dialect: string;
  /** asyncpg in postgresql+asyncpg://; NULL when it names none */
  driver: string | null;
}

/** tables as code describes them: models of schema.prisma, tables of Drizzle, entities of TypeORM, models and tables of SQLAlchemy and SQLModel */
export interface DbModelRow {
  id: number;
  file: string;
  line: number;
  /** prisma | drizzle | typeorm | sqlalchemy */
  client: string;
  /** model, or class; of Drizzle the table's name again; of SQLAlchemy's Table the variable */
  name: string;
  /** table | view */
  kind: string;
  /** when it says one */
  schema: string | null;
  /** name in the database */
  target: string;
  /** as in db_query (linked) */
  dialect: string | null;
}

/** their columns, and the relations between them */
export interface DbModelColumnRow {
  model_id: number;
  /** name in the code */
  field: string;
  /** name in the database; NULL for a relation */
  column_name: string | null;
  /** as written: String, Post[]; NULL when it is not written */
  type: string | null;
  /** of SQLAlchemy's types: the one database whose module it comes from; NULL for those of any, and for other clients */
  type_dialect: string | null;
  /** of the column; NULL where it is not known */
  line: number | null;
  /** 0|1 the column alone is the primary key or unique */
  is_unique: boolean;
  /** model on the other side (linked) */
  relation: string | null;
  /** name that tells it from other relations between the two */
  relation_name: string | null;
  /** array of fields that hold the other side's key; NULL when the other side holds this one's */
  local_json: string | null;
  /** array of the other side's fields that they hold */
  foreign_json: string | null;
}

/** what SQLAlchemy code asks of a database that not every one has: operators and methods of columns, and functions */
export interface DialectUseRow {
  file: string;
  line: number;
  function_id: number | null;
  /** method (.astext, .contains) | operator (.op("@>")) | function (func.to_tsvector) */
  kind: string;
  /** astext, @>, to_tsvector */
  name: string;
  /** class or table whose column it is used on, as written; NULL when that is not written there */
  model: string | null;
  /** the column */
  field: string | null;
  /** 0|1 on a part of the column: Lead.data["email"] */
  has_path: boolean;
  /** kind of the first argument, as in call.argument_1_kind; NULL without one */
  argument: string | null;
  /** innermost condition it depends on within the function, source text */
  condition: string | null;
  /** 0|1 its file asks which database it talks to */
  is_guarded: boolean;
}

/** what a call that runs a statement is given first in Python, followed through a name of the function or module that is set once */
export interface StatementArgumentRow {
  call_id: number;
  /** where it is built */
  line: number;
  /** as in call.argument_1_kind; string also for strings that are put together */
  kind: string;
  /** literal value, or source text, up to 200 characters */
  text: string;
}

/** tables, views and functions that some file says it creates, or whose generated types it holds; weaker witnesses than a catalogue */
export interface DeclaredRelationRow {
  file: string;
  line: number;
  /** table (of types views too) | view | function */
  kind: string;
  /** as written */
  schema: string | null;
  name: string;
  /** of generated types: array of the table's columns */
  columns_json: string | null;
  /** sql (a migration, or any other file) | code (SQL inside it) | docs | types (generated by Supabase) */
  source: string;
}

/** Redis commands that write a key, set its lifetime or ask for it, and scripts */
export interface RedisCommandRow {
  /** in the order of the source; within one chain the last comes first */
  id: number;
  file: string;
  line: number;
  call_id: number;
  /** function it runs in, callbacks of promises, loops and commands left out; NULL at module level */
  scope_id: number | null;
  /** package of the client; NULL when the receiver's origin is not known (linked) */
  client: string | null;
  /** source text of the connection, also for what is sent in a batch */
  receiver: string;
  /** in capitals: INCR, EXPIRE, SET (SETEX too), EVAL for every kind of script */
  command: string;
  /** source text of the key, constants replaced by their text; NULL for scripts */
  key: string | null;
  /** none | multi (a transaction) | pipeline (one round trip, no transaction) */
  batch: string;
  /** the call that began the batch */
  batch_id: number | null;
  /** 0|1 sets the key's lifetime itself: SET … EX, a script with EXPIRE; NULL when it cannot be told */
  has_ttl: boolean | null;
  /** 0|1 NX option, SETNX */
  is_nx: boolean;
  /** innermost condition it depends on within the scope, source text; NULL when it always runs */
  condition: string | null;
}

/** SQL migrations in the order in which they are applied */
export interface MigrationFileRow {
  path: string;
  /** the one that the tool is pointed at */
  folder: string;
  /** supabase | prisma | drizzle | flyway | dbmate | goose | node-pg-migrate | plain | dump */
  tool: string;
  /** 1 for the first of all files */
  position: number;
  /** on the way up */
  statements: number;
  /** day in its name, YYYY-MM-DD; NULL when there is none */
  written_on: string | null;
  /** why Postgres's parser refuses the file; its statements were told apart by their semicolons */
  parse_error: string | null;
}

/** one row where the migrations are in a git repository: the branch that work is merged into */
export interface BaseBranchRow {
  /** what origin/HEAD names, else main or master; NULL when HEAD is on no branch and there is none of these */
  name: string | null;
  /** 0|1 HEAD is on it, or there is no other */
  is_head: boolean;
  /** that were looked at, along first parents; 0 when history cannot be read */
  commits: number;
  /** why older ones were not; NULL when all that matters was read */
  gap: string | null;
}

/** contents and names that a migration had on the base branch, then what HEAD and the working tree made of it */
export interface FileVersionRow {
  /** of the file today */
  path: string;
  /** 1 for the oldest */
  number: number;
  /** its path then */
  name: string;
  /** git's id of the content */
  blob: string;
  /** that brought it to the base branch (the merge, where there was one); HEAD; NULL of the working tree */
  commit_id: string | null;
  /** ISO; NULL of the working tree */
  committed_at: string | null;
  /** 0|1 */
  is_on_base: boolean;
  /** 0|1 it came with this commit; 0 where history could be read no further, and it may be older */
  is_start: boolean;
}

/** statements of migrations */
export interface MigrationStatementRow {
  file: string;
  /** of its first word */
  line: number;
  /** 1 for the first statement of its file */
  position: number;
  /** Postgres's name: CreateStmt, IndexStmt, AlterTableStmt, CreatePolicyStmt …; NULL when it does not parse */
  kind: string | null;
  /** the first 2,000 characters, secrets hidden; of statements about data without any value */
  text: string;
  /** applied | failed | skipped (an extension that the embedded engine lacks, or a statement that did not end) | read (with --db, --schema or --no-replay: nothing is applied) */
  status: string;
}

/** what a statement of a migration does to one object; a statement may do several things, and most do none of these */
export interface MigrationActionRow {
  file: string;
  line: number;
  /** of the statement in its file */
  position: number;
  /** create-table (CREATE TABLE AS and materialised views too) | add-column (of a new table too) | drop-column | rename-column | change-type | set-not-null | drop-not-null | add-constraint | validate-constraint | drop-constraint | detach-partition | rename-table | drop-table | truncate | create-index | drop-index | reindex | add-enum-value | create-extension | drop-schema | drop-database | set (lock_timeout, statement_timeout) | begin | commit | rollback | write | overlong-identifier */
  action: string;
  /** as written */
  schema: string | null;
  table_name: string | null;
  /** column, index, constraint, type, setting or extension; an overlong identifier in full */
  name: string | null;
  /** of a constraint check | foreign-key | unique | primary-key | exclusion | not-null | domain; new name; value of a setting; insert | update | delete; unique (index); identity | generated (column); using (change of type); placed (enum value); materialised (table) */
  detail: string | null;
  /** of a column, as Postgres's parser calls it: int4, varchar(20), text[] */
  type: string | null;
  /** of a changed column, when a migration before says it */
  old_type: string | null;
  /** 0|1 of a changed type: the table is written anew; NULL when that cannot be told, and of all else */
  is_rewrite: boolean | null;
  /** 0|1 */
  is_concurrent: boolean;
  /** 0|1 */
  is_not_valid: boolean;
  /** 0|1 USING INDEX */
  uses_index: boolean;
  /** 0|1 */
  is_cascade: boolean;
  /** 0|1 IF EXISTS, IF NOT EXISTS */
  is_conditional: boolean;
  /** 0|1 NOT NULL */
  is_required: boolean;
  /** none | constant (worked out once) | volatile (for each row) | unknown */
  default_kind: string;
  /** 0|1 the same file makes the table: nobody uses it yet */
  on_new_table: boolean;
  /** 0|1; NULL when it depends on the tool's version or is not known */
  in_transaction: boolean | null;
}

/** statements that failed */
export interface MigrationFailureRow {
  file: string;
  line: number;
  /** of the statement in its file */
  position: number;
  /** Postgres's code: 42P01 (no such table), 42P07 (there already) …; '' when the statement did not end */
  sqlstate: string;
  /** Postgres's words, secrets hidden */
  reason: string;
  /** own | consequence (of a statement that failed before) | assumption (about a table that nothing creates) | extension (none before creates it) | engine (what the embedded one lacks or forbids, and what only the project's own runner fills in) */
  cause: string;
  /** of a consequence, the statement that is to blame */
  cause_file: string | null;
  cause_line: number | null;
}

/** what migrations take for granted and none creates: inferred once, with the columns that they name */
export interface MigrationAssumptionRow {
  /** table | schema | type | role | function | extension */
  kind: string;
  /** of a table, type or function */
  schema: string | null;
  name: string;
  /** where it was missed first */
  file: string;
  line: number;
}

/** tables that a statement which failed is about, or that two folders make with different columns: an index, a column or a policy may be missing, or still be there, in the catalogue only */
export interface MigrationGapRow {
  schema: string;
  table: string;
  /** of the statement, as in migration_statement */
  kind: string | null;
  /** of the first such statement of this kind */
  file: string;
  line: number;
}

/** objects that migrations leave behind, at the statement that made them; what DO blocks and functions make is not among them */
export interface MigrationObjectRow {
  /** table | column | constraint | index | policy | trigger | view | sequence | function | extension */
  kind: string;
  /** public where the statement names none; NULL for an extension */
  schema: string | null;
  /** of a column, constraint, policy or trigger */
  table: string | null;
  /** of an unnamed index or constraint the one that Postgres gives it first */
  name: string;
  file: string;
  /** of a column or constraint its own */
  line: number;
}

/** where the pg_* tables come from: one row, or none without a catalogue */
export interface CatalogSourceRow {
  /** live | snapshot | replay */
  kind: string;
  /** database (live), file (snapshot), folder of the migrations (replay) */
  name: string;
  /** 16.4 */
  server_version: string;
  /** 160004 */
  server_number: number;
  /** role that read it */
  role: string;
  /** when the database was asked, YYYY-MM-DDTHH:MM:SSZ */
  read_at: string;
  /** days between then and this audit */
  age_days: number;
  /** 0|1 row estimates, sizes and counters come from a database in use; a replayed one is empty */
  has_statistics: boolean;
}

/** what of the catalogue could not be read; a rule that asks a table that is missing here answers unknown */
export interface CatalogGapRow {
  /** pg_statement … */
  table_name: string;
  /** the server's answer */
  reason: string;
  /** 0|1 some of its rows were read */
  is_partial: boolean;
}

/** schemas */
export interface PgSchemaRow {
  name: string;
  owner: string;
  comment: string | null;
  /** 0|1 made by an extension or by the platform (Supabase's auth, storage …), not by the project */
  is_system: boolean;
}

/** tables; views are in pg_view */
export interface PgTableRow {
  schema: string;
  name: string;
  /** table | partitioned | partition | foreign */
  kind: string;
  /** schema.name of the table that this is a partition or a child of */
  parent: string | null;
  owner: string;
  /** 0|1 */
  is_unlogged: boolean;
  /** 0|1 */
  rls_enabled: boolean;
  /** 0|1 for its owner too */
  rls_forced: boolean;
  /** rows by the planner's statistics or the server's counters; NULL when nothing is known */
  row_estimate: number | null;
  /** size with TOAST, without indexes, as of the last VACUUM or ANALYZE; NULL when there was none */
  bytes: number | null;
  comment: string | null;
  /** 0|1 made by an extension or by the platform */
  is_system: boolean;
}

/** columns of tables and views, those of extensions left out */
export interface PgColumnRow {
  schema: string;
  /** table or view */
  table: string;
  /** from 1, in the order of SELECT * */
  position: number;
  name: string;
  /** name in pg_type: int4, int8, text, varchar, timestamptz, jsonb, tsvector, vector; of an array that of its elements */
  type: string;
  /** pg_catalog for built-in types */
  type_schema: string;
  /** base | enum | domain | composite | range | pseudo */
  type_kind: string;
  /** 0|1 */
  is_array: boolean;
  /** as written: character varying(20), extensions.vector(1536), text[] */
  type_text: string;
  /** 0|1 */
  is_nullable: boolean;
  /** of DEFAULT or GENERATED */
  default_expression: string | null;
  /** stored | virtual */
  generated: string | null;
  /** always | by default */
  identity: string | null;
  comment: string | null;
}

/** indexes */
export interface PgIndexRow {
  schema: string;
  /** table or materialised view */
  table: string;
  name: string;
  /** btree | hash | gin | gist | spgist | brin | hnsw | ivfflat … */
  method: string;
  /** array of key columns in order; an expression stands as its SQL */
  keys_json: string;
  /** array of INCLUDE columns */
  included_json: string;
  /** of a partial index */
  predicate: string | null;
  /** 0|1 */
  is_unique: boolean;
  /** 0|1 */
  is_primary: boolean;
  /** 0|1 0 after a CREATE INDEX CONCURRENTLY that failed */
  is_valid: boolean;
  /** 0|1 belongs to a primary key, unique or exclusion constraint */
  is_constraint: boolean;
  /** 0|1 part of a partitioned table's index */
  is_partition: boolean;
  /** as of the last VACUUM or ANALYZE */
  bytes: number | null;
  /** since the counters were reset */
  scans: number | null;
  /** CREATE INDEX … */
  definition: string;
}

/** key columns of indexes */
export interface PgIndexColumnRow {
  schema: string;
  index: string;
  /** from 1 */
  position: number;
  table: string;
  /** NULL for an expression */
  column_name: string | null;
  /** NULL for a column */
  expression: string | null;
  /** text_ops, text_pattern_ops, gin_trgm_ops, vector_cosine_ops … */
  operator_class: string;
  /** 0|1 */
  is_descending: boolean;
}

/** constraints; NOT NULL is in pg_column */
export interface PgConstraintRow {
  schema: string;
  table: string;
  name: string;
  /** primary | unique | foreign | check | exclusion */
  kind: string;
  /** array of columns in order; empty when only expressions are meant */
  columns_json: string;
  /** of a foreign key */
  target_schema: string | null;
  target_table: string | null;
  /** array of columns in order */
  target_columns_json: string | null;
  /** no action | restrict | cascade | set null | set default */
  on_delete: string | null;
  on_update: string | null;
  /** 0|1 0 after NOT VALID */
  is_validated: boolean;
  /** 0|1 */
  is_deferrable: boolean;
  /** 0|1 comes from a partitioned or parent table */
  is_inherited: boolean;
  /** FOREIGN KEY (…) REFERENCES … */
  definition: string;
}

/** row-level security policies */
export interface PgPolicyRow {
  schema: string;
  table: string;
  name: string;
  /** all | select | insert | update | delete */
  command: string;
  /** array of roles; ["public"] = everybody */
  roles_json: string;
  /** 0|1 */
  is_permissive: boolean;
  using_expression: string | null;
  /** of WITH CHECK */
  check_expression: string | null;
}

/** roles, Postgres's own pg_* ones left out */
export interface PgRoleRow {
  name: string;
  /** 0|1 */
  is_superuser: boolean;
  /** 0|1 */
  can_login: boolean;
  /** 0|1 */
  bypasses_rls: boolean;
  /** 0|1 */
  can_create_role: boolean;
  /** 0|1 */
  can_create_database: boolean;
  /** 0|1 */
  inherits: boolean;
  /** NULL = none */
  connection_limit: number | null;
  /** array of roles */
  member_of_json: string;
  /** array of "name=value" of ALTER ROLE … SET in this database or in all */
  settings_json: string;
}

/** rights by object and role, those of the owner left out, default rights of PUBLIC included */
export interface PgGrantRow {
  /** schema | table | view | sequence | function | column */
  object_kind: string;
  schema: string;
  /** object; of a schema its own name */
  name: string;
  /** arguments of a function, name of a column, otherwise '' */
  detail: string;
  /** role; public = everybody */
  grantee: string;
  /** array of SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER, MAINTAIN, USAGE, CREATE, EXECUTE */
  privileges_json: string;
}

/** functions and procedures, those in C of extensions left out */
export interface PgFunctionRow {
  schema: string;
  name: string;
  /** as written, without defaults: user_id uuid, amount numeric */
  arguments: string;
  /** function | procedure | aggregate | window */
  kind: string;
  /** as written; NULL for a procedure */
  returns: string | null;
  /** sql | plpgsql | c … */
  language: string;
  /** immutable | stable | volatile */
  volatility: string;
  owner: string;
  /** 0|1 */
  is_security_definer: boolean;
  /** of SET search_path; NULL = the caller's */
  search_path: string | null;
  /** number of input arguments without a default */
  required_arguments: number;
  /** array of input arguments' names, '' where there is none */
  argument_names_json: string;
  /** source, cut at 100000 characters; NULL for an SQL-standard body or what is compiled */
  body: string | null;
  /** 0|1 made by an extension or by the platform */
  is_system: boolean;
}

/** triggers, those behind foreign keys left out */
export interface PgTriggerRow {
  schema: string;
  table: string;
  name: string;
  /** before | after | instead of */
  timing: string;
  /** array of insert, update, delete, truncate */
  events_json: string;
  /** row | statement */
  level: string;
  function_schema: string;
  function: string;
  /** 0|1 */
  is_enabled: boolean;
}

/** views and materialised views */
export interface PgViewRow {
  schema: string;
  name: string;
  owner: string;
  /** 0|1 */
  is_materialized: boolean;
  /** 0|1 rights and policies of who asks, not of the owner (since 15) */
  is_security_invoker: boolean;
  /** array of schema.name that it reads directly */
  tables_json: string;
  /** the SELECT; NULL for views of extensions, and after the first two thousand */
  definition: string | null;
  comment: string | null;
  /** 0|1 made by an extension or by the platform */
  is_system: boolean;
}

/** extensions that are installed or could be */
export interface PgExtensionRow {
  name: string;
  /** installed; NULL = not */
  version: string | null;
  /** the newest that the server offers; NULL = it no longer has it */
  available_version: string | null;
  /** where it is installed */
  schema: string | null;
}

/** sequences */
export interface PgSequenceRow {
  schema: string;
  name: string;
  /** smallint | integer | bigint */
  type: string;
  /** schema.name of the table whose column it feeds */
  owner_table: string | null;
  owner_column: string | null;
  increment: number;
  maximum: number;
  /** of what ends at 2147483647 or before, its column's type included; NULL when never used, or without the right to look */
  last_value: number | null;
  /** 0|1 */
  is_cycling: boolean;
}

/** the project's own enums, domains and composite types */
export interface PgTypeRow {
  schema: string;
  name: string;
  /** enum | domain | composite */
  kind: string;
  /** array of an enum's labels in order */
  labels_json: string;
  /** of a domain */
  base_type: string | null;
}

/** server settings that decide about safety, limits and upkeep (no paths, no addresses) */
export interface PgSettingRow {
  name: string;
  /** for a new session */
  value: string;
  /** ms, s, kB, 8kB … */
  unit: string | null;
  /** 0|1 as Postgres ships it */
  is_default: boolean;
}

/** the database itself: one row */
export interface PgDatabaseRow {
  name: string;
  encoding: string;
  collation: string;
  /** open now, all databases */
  connections: number | null;
  /** of these, waiting inside a transaction */
  idle_in_transaction: number | null;
  /** of this database; NULL = none */
  connection_limit: number | null;
  /** transactions since the last freeze; the server stops at two thousand million */
  transaction_age: number;
  /** since the counters were reset */
  deadlocks: number | null;
  /** days since the counters were reset; NULL = never, or not known */
  counted_days: number | null;
  /** array of "name=value" of ALTER DATABASE … SET */
  settings_json: string;
}

/** what the server counts per table */
export interface PgTableActivityRow {
  schema: string;
  table: string;
  live_rows: number;
  dead_rows: number;
  /** since the last ANALYZE */
  changed_rows: number;
  sequential_scans: number;
  index_scans: number;
  /** days since the last VACUUM, automatic or not; NULL = never */
  vacuumed_days: number | null;
  /** days since the last ANALYZE, automatic or not; NULL = never */
  analyzed_days: number | null;
  /** transactions since its rows were frozen */
  transaction_age: number | null;
}

/** the 500 statements that took most time, from pg_stat_statements; literals left out */
export interface PgStatementRow {
  /** SELECT, INSERT, UPDATE, DELETE, MERGE and WITH only, cut at 4000 characters */
  query: string;
  calls: number;
  total_ms: number;
  mean_ms: number;
  rows: number;
  /** from outside the server's own memory */
  blocks_read: number;
}

/** the project that was asked: one row, or none */
export interface SupabaseProjectRow {
  /** abcdefgh.supabase.co */
  host: string;
  /** YYYY-MM-DDTHH:MM:SSZ */
  asked_at: string;
  /** 0|1 as a stranger, with the anon (publishable) key */
  asked_anon: boolean;
  /** 0|1 with the service (secret) key */
  asked_service: boolean;
  /** array of the schemas that its API serves; NULL when it does not say */
  schemas_json: string | null;
  /** how many it took */
  requests: number;
}

/** what of the project could not be asked */
export interface SupabaseGapRow {
  /** openapi | relations | buckets */
  subject: string;
  /** anon | service */
  role: string;
  /** why */
  reason: string;
}

/** what the API answered about each table and view that the code, the catalogue or the API itself names */
export interface SupabaseRelationRow {
  /** anon | service: with which key */
  role: string;
  schema: string;
  name: string;
  /** readable (row_count may be 0) | refused | missing | unserved (the API does not serve its schema) | unclear */
  answer: string;
  /** rows that the key may read; NULL when they were not counted: always so for service */
  row_count: number | null;
  /** 0|1 at least one row; NULL when it is not known */
  has_rows: boolean | null;
  /** what came instead: PGRST205, 42501, HTTP 500, timeout */
  code: string | null;
}

/** functions of the API that a stranger may call, as far as it or the catalogue says; none was called */
export interface SupabaseFunctionRow {
  schema: string;
  name: string;
  /** openapi (the API's own description) | catalog (EXECUTE for anon or PUBLIC) */
  source: string;
}

/** storage buckets that the API lists, or that the code names */
export interface SupabaseBucketRow {
  name: string;
  /** 0|1 its files are served to whoever knows their address; NULL when it is not known */
  is_public: boolean | null;
  /** 0|1 a stranger is told that it exists */
  is_listed: boolean;
}

/** flat settings of deploy and CI files */
export interface DeploySettingRow {
  file: string;
  line: number;
  /** dockerfile | compose | kubernetes | vercel | netlify | render | fly | railway | procfile | workflow | heroku | pm2 | systemd | serverless | wrangler | digitalocean | script (a shell script that starts or releases) | proxy (nginx, Traefik, Caddy, Kong, ingress, Terraform …) */
  kind: string;
  /** compose service, k8s container, workflow job, docker stage (its index when it has no name) */
  service: string | null;
  /** dotted. The same on every platform: platform, service, job, workload (that it is there), image, from, build, container_name, build-command, install-command, cmd, entrypoint, release, run, env.NODE_ENV, env_file, arg.X, user, run_as_non_root, port, volume, healthcheck (k8s: healthcheck.liveness, .readiness, .startup), restart, replicas, memory, termination_grace_period, region, cron, runtime, headers.X, rate_limit (what limits requests before they reach an app), script (the commands of a shell script). Workflows: on, runs-on, uses, run-if (condition of the step whose run has the same line), with.X, permissions, permissions.X. Of the docker stage that is shipped, with the stages it builds on: final-stage, final.from, final.user, final.healthcheck, final.cmd, final.env.X. Others as in the file */
  key: string;
  /** as written, folded to one value; masked when secret; NULL for env values that are withheld */
  value: string | null;
}

/** rules of Prometheus and Loki that raise an alarm, and receivers of Alertmanager and Grafana that tell somebody */
export interface AlertingRow {
  file: string;
  line: number;
  /** rule | receiver */
  kind: string;
  /** of a rule, up to 500 characters */
  expression: string | null;
}

/** lines of documents about going back to an earlier version, and scripts that are called so */
export interface RollbackNoteRow {
  file: string;
  line: number;
  /** the line, up to 200 characters; the path of a script */
  text: string;
}

/** lines of documents, licence and notice files, and comments of deploy files and manifests, that name a copyleft licence for services */
export interface LicenceNoteRow {
  file: string;
  line: number;
  /** own (the repository's licence itself) | note */
  kind: string;
  /** the line, up to 200 characters */
  text: string;
}

/** every declaration of a runtime, image, runner or action version */
export interface RuntimeVersionRow {
  file: string;
  line: number;
  /** node | python | postgresql | redis | nextjs | alpine | debian | ubuntu | github-runner | action …, as in data table runtime_eol */
  product: string;
  /** lowest version it allows, e.g. 18, 3.9, 20.04; NULL when it floats (latest, lts) */
  version: string | null;
  /** as written */
  raw: string;
  /** engines | volta | package-manager | nvmrc | node-version | python-version | tool-versions | dockerfile | compose | kubernetes | workflow | dependency | vercel | netlify | render | heroku | serverless | supabase | live */
  source: string;
  /** 0|1 this is what runs (an image, .nvmrc, ^14.1.0); 0: floating, or a range that also allows newer majors (engines ">=18") */
  is_pinned: boolean;
}

/** one row: the date the audit judges by (--as-of), YYYY-MM-DD */
export interface AsOfRow {
  date: string;
}

/** dated facts: what stops working when */
export interface SunsetRow {
  /** e.g. openai-gpt-4-0314 */
  id: string;
  /** model | api | auth | package | sdk */
  kind: string;
  vendor: string;
  /** what a person calls it */
  name: string;
  /** literal | url | header | env | call | import | option: what of the code shows it */
  match: string;
  /** exact text for literal; JavaScript regular expression otherwise */
  pattern: string;
  /** regular expression that exempts */
  except_pattern: string | null;
  /** for match = call, option, import: package the receiver must come from */
  module: string | null;
  /** YYYY-MM-DD it stops; NULL = no date announced */
  date: string | null;
  /** earlier announced dates */
  previous_dates_json: string;
  /** error | rerouted | billed-differently | unsupported | licence */
  effect: string;
  replacement: string | null;
  /** URL */
  source: string;
  /** YYYY-MM-DD */
  verified_at: string;
  /** A vendor | B copy of a vendor page | C one secondary source | U the date is not confirmed (a "not before" date): never more than low */
  confidence: string;
}

/** what a model id of a vendor looks like, and which ids exist */
export interface ModelPatternRow {
  vendor: string;
  /** regular expression of its ids, dated or not */
  pattern: string;
  /** regular expression on "<module> <symbol>.<path>" of calls that go to its own API */
  clients: string;
  /** regular expression on addresses of its own API */
  hosts: string;
  /** regular expression of the dated ids that known_json can judge: none newer than the day it was verified; NULL = none */
  dated_pattern: string | null;
  /** every dated id known to have existed */
  known_json: string;
}

/** how vendors write their names */
export interface VendorRow {
  /** as in sunset, model_pattern and sdk */
  vendor: string;
  /** as the vendor writes it */
  name: string;
}

/** providers that serve other vendors' models under names and dates of their own */
export interface ModelGatewayRow {
  /** who */
  name: string;
  /** regular expression, any case, on modules, symbols, files, constants and variables that are about it */
  pattern: string;
}

/** end of life of runtimes, images, runners */
export interface RuntimeEolRow {
  product: string;
  /** version cycle: 18, 3.9, 14, 20.04; for product action the `uses` value up to its major: actions/cache@v2 */
  cycle: string;
  /** YYYY-MM-DD */
  date: string;
  source: string;
  verified_at: string;
}

export interface DeprecatedPackageRow {
  /** npm | python */
  ecosystem: string;
  name: string;
  /** only versions below this one; NULL = all */
  below: string | null;
  /** YYYY-MM-DD */
  since: string | null;
  reason: string;
  replacement: string | null;
  source: string;
  confidence: string;
}

/** how much mail a provider takes from one account */
export interface SendQuotaRow {
  /** as in sdk.vendor, where there is one */
  provider: string;
  /** as the provider writes it */
  name: string;
  /** regular expression on vendor, host and the options of an SMTP transport, in lower case */
  pattern: string;
  /** whose limit it is: free plan, sandbox, personal account … */
  plan: string;
  /** messages a day; NULL = no limit by the day */
  per_day: number | null;
  /** messages a month; NULL = none is known */
  per_month: number | null;
  /** plan (a paid plan lifts it) | new (until the provider trusts the account) | all (whoever pays, too) */
  applies_to: string;
  source: string;
  /** YYYY-MM-DD on which the source was read; NULL: nobody has */
  verified_at: string | null;
  /** as in sunset */
  confidence: string;
}

/** access tokens that end by themselves, as people name the variables that hold them */
export interface OauthTokenRow {
  /** as the vendor writes it */
  vendor: string;
  /** regular expression on the whole name of the variable */
  env_pattern: string;
  /** regular expression on packages and addresses of the vendor: without them the name alone says too little */
  use_pattern: string;
  /** how long one lives, in words */
  lifetime: string;
  /** 0|1 hours at most; 0: weeks, which lets a person renew it by hand */
  is_short: boolean;
  /** regular expression on names of variables and addresses that show an OAuth client, where the vendor also gives out keys that last; NULL = it gives none */
  client_pattern: string | null;
  /** regular expression on names of variables, packages and addresses beside it that show a token or an exchange that lasts */
  except_pattern: string | null;
  /** how the vendor means it to be renewed */
  renewal: string;
  source: string;
  /** YYYY-MM-DD on which the source was read; NULL: nobody has */
  verified_at: string | null;
  /** as in sunset */
  confidence: string;
}

/** images and packages under licences that ask something of whoever lets others use them over a network */
export interface CopyleftServiceRow {
  /** image | npm | python */
  kind: string;
  /** regular expression on the whole name of the image (without registry docker.io, tag and digest) or package */
  pattern: string;
  /** as its makers write it */
  name: string;
  /** first version under that licence; NULL = all */
  since: string | null;
  /** first version that is not under it any more; NULL = none */
  until: string | null;
  /** SPDX id or ids */
  licence: string;
  /** linked (part of one's own program) | served (visitors' browsers or clients talk to it) | internal (only one's own programs and staff do) */
  use: string;
  /** what it asks, in a sentence */
  asks: string;
  source: string;
  /** YYYY-MM-DD on which the source was read; NULL: nobody has */
  verified_at: string | null;
  /** as in sunset */
  confidence: string;
}

/** SDKs and clients that talk to somebody else's service */
export interface SdkRow {
  /** npm | python: openai, stripe and twilio exist in both worlds, with other defaults */
  ecosystem: string;
  /** as in call.package: npm package, or the name that Python imports */
  module: string;
  vendor: string;
  /** llm | mail | sms | crm | payment | http | storage | search | social | auth | monitoring | database | queue | cache | other */
  category: string;
  /** regular expression on the end of symbol.path, at a member boundary, of calls that go over the network; NULL = all */
  methods: string | null;
  /** retries after the first try that it makes by itself, at least; NULL = unknown */
  default_retries: number | null;
  /** what those cover whatever the method: all | idempotent (all, but not POST or PATCH) | server (connection errors and 5xx, not 429) | status (error answers, no connection errors) | connection (no answers) | rate-limit (429 only); NULL = unknown or none */
  retry_scope: string | null;
  /** first version that retries so; NULL = every version still in use */
  retries_since: string | null;
  /** NULL = unknown; 0 = none */
  default_timeout_seconds: number | null;
  /** option(s) of the constructor or call that set retries, comma separated, dotted when nested */
  retry_option: string | null;
  /** option(s) that set a time limit, written likewise */
  timeout_option: string | null;
  /** where the defaults are documented */
  source: string;
}

/** packages that retry, break, limit or queue */
export interface WrapperModuleRow {
  module: string;
  /** retry | breaker | rate-limit | timeout | queue */
  kind: string;
  /** regular expression on the end of symbol.path of what does so; NULL = whatever takes a function */
  symbols: string | null;
}

/** constructors and factories of clients that one process makes once and shares */
export interface ConnectionMakerRow {
  /** npm package, as in call.package */
  module: string;
  /** regular expression on symbol.path of the construction, at a member boundary: Pool matches Pool and default.Pool */
  symbol: string;
  /** new | call; NULL = both */
  kind: string | null;
  /** what a person calls it: pg Pool */
  name: string;
  /** connections (sockets to a server that stay open until they are closed) | dropped (sockets that are closed when nothing refers to the client any more) | http (no socket that must be closed, but timers, agents or caches) */
  holds: string;
  /** where the documentation says to make one */
  source: string;
}

/** variables a platform or runtime sets */
export interface PlatformEnvRow {
  /** regular expression on the whole name */
  pattern: string;
  /** who sets it */
  platform: string;
  /** only when read so, as in env_read.reader; NULL = however it is read */
  reader: string | null;
}

/** what a package is for */
export interface ModuleRoleRow {
  module: string;
  /** monitoring | logging | rate-limit | health | shutdown | validation | scheduler | queue | redis | database | postgres | http-server | auth | metrics | tracing | security-headers | cache | request-id | problem-details | push */
  role: string;
}

/** operators, methods, functions and column types that some databases have and others lack */
export interface DialectFeatureRow {
  /** method | operator | function | type (of a column): the first three as in dialect_use */
  kind: string;
  /** regular expression on the whole name */
  pattern: string;
  /** regular expression on the whole dialect of those that have it */
  databases: string;
  /** what it is, in words: a JSON function of MySQL */
  what: string;
  /** where that is documented */
  source: string;
}

/** distributions whose modules have another name than they do */
export interface PythonDistributionRow {
  /** name that is imported, as in import.package: yaml, google.cloud.storage */
  module: string;
  /** one that holds it, as in dependency.name: pyyaml; a module may come with several */
  distribution: string;
}

/** packages that a declared one brings along, so that importing them needs no line of its own */
export interface ProvidedPackageRow {
  /** declared package */
  provider: string;
  /** regular expression on the whole name of what comes with it */
  pattern: string;
  /** where that is documented */
  source: string;
}

/** APIs of Node.js that are deprecated */
export interface DeprecatedNodeApiRow {
  /** module without node:; NULL = a global */
  module: string | null;
  /** regular expression on what is called below it */
  member: string;
  /** call | new | import (the module as a whole) */
  kind: string;
  /** version of Node.js that deprecated it */
  since: string;
  /** version that took it out; NULL = still there */
  removed: string | null;
  replacement: string;
  source: string;
}

/** services that sign the webhooks they send, or send a secret along */
export interface WebhookSignerRow {
  vendor: string;
  /** as the vendor writes it */
  name: string;
  /** regular expression on a route's path, its file and its handler's name, in lower case: what names the vendor */
  path: string;
  /** regular expression likewise: what else it delivers, for apps that depend on its package; NULL = nothing */
  carries: string | null;
  /** regular expression on whole literals that only its handler holds: event types, headers; NULL = none that tell */
  payload: string | null;
  /** regular expression on identifiers of its payload; NULL = none that tell */
  names: string | null;
  /** regular expression on `package symbol.path` of calls that only its handler makes; NULL = none */
  calls: string | null;
  /** header or field with the signature */
  proof: string;
  /** money | identity | action | report: what whoever writes the request himself gets */
  stake: string;
  /** what verifies it */
  check: string;
  /** where the vendor describes it */
  source: string;
}

/** Row type of every table. */
export interface TableRows {
  file: FileRow;
  skipped: SkippedRow;
  problem: ProblemRow;
  collected: CollectedRow;
  package: PackageRow;
  dependency: DependencyRow;
  lockfile: LockfileRow;
  locked_package: LockedPackageRow;
  workspace: WorkspaceRow;
  catalog: CatalogRow;
  import: ImportRow;
  export: ExportRow;
  function: FunctionRow;
  call: CallRow;
  loop_call: LoopCallRow;
  global_name: GlobalNameRow;
  page_script: PageScriptRow;
  function_use: FunctionUseRow;
  call_wrapper: CallWrapperRow;
  outbound_call: OutboundCallRow;
  reach: ReachRow;
  literal: LiteralRow;
  http_status: HttpStatusRow;
  status_check: StatusCheckRow;
  optional_check: OptionalCheckRow;
  retry_loop: RetryLoopRow;
  cors_setting: CorsSettingRow;
  model_use: ModelUseRow;
  sunset_use: SunsetUseRow;
  secret_use: SecretUseRow;
  guard: GuardRow;
  env_read: EnvReadRow;
  env_exposure: EnvExposureRow;
  env_write: EnvWriteRow;
  env_given: EnvGivenRow;
  env_declaration: EnvDeclarationRow;
  env_file: EnvFileRow;
  secret: SecretRow;
  env_validation: EnvValidationRow;
  setting_refusal: SettingRefusalRow;
  idle_setting: IdleSettingRow;
  env_near_miss: EnvNearMissRow;
  server: ServerRow;
  deployed_app: DeployedAppRow;
  deployed_part: DeployedPartRow;
  route: RouteRow;
  middleware: MiddlewareRow;
  exposed_route: ExposedRouteRow;
  request_limit: RequestLimitRow;
  health_check: HealthCheckRow;
  job: JobRow;
  listener: ListenerRow;
  coverage_report: CoverageReportRow;
  coverage: CoverageRow;
  coverage_target: CoverageTargetRow;
  test_report: TestReportRow;
  test_result: TestResultRow;
  expected_status: ExpectedStatusRow;
  test_request: TestRequestRow;
  mock: MockRow;
  db_query: DbQueryRow;
  sql_part: SqlPartRow;
  db_datasource: DbDatasourceRow;
  db_address: DbAddressRow;
  db_model: DbModelRow;
  db_model_column: DbModelColumnRow;
  dialect_use: DialectUseRow;
  statement_argument: StatementArgumentRow;
  declared_relation: DeclaredRelationRow;
  redis_command: RedisCommandRow;
  migration_file: MigrationFileRow;
  base_branch: BaseBranchRow;
  file_version: FileVersionRow;
  migration_statement: MigrationStatementRow;
  migration_action: MigrationActionRow;
  migration_failure: MigrationFailureRow;
  migration_assumption: MigrationAssumptionRow;
  migration_gap: MigrationGapRow;
  migration_object: MigrationObjectRow;
  catalog_source: CatalogSourceRow;
  catalog_gap: CatalogGapRow;
  pg_schema: PgSchemaRow;
  pg_table: PgTableRow;
  pg_column: PgColumnRow;
  pg_index: PgIndexRow;
  pg_index_column: PgIndexColumnRow;
  pg_constraint: PgConstraintRow;
  pg_policy: PgPolicyRow;
  pg_role: PgRoleRow;
  pg_grant: PgGrantRow;
  pg_function: PgFunctionRow;
  pg_trigger: PgTriggerRow;
  pg_view: PgViewRow;
  pg_extension: PgExtensionRow;
  pg_sequence: PgSequenceRow;
  pg_type: PgTypeRow;
  pg_setting: PgSettingRow;
  pg_database: PgDatabaseRow;
  pg_table_activity: PgTableActivityRow;
  pg_statement: PgStatementRow;
  supabase_project: SupabaseProjectRow;
  supabase_gap: SupabaseGapRow;
  supabase_relation: SupabaseRelationRow;
  supabase_function: SupabaseFunctionRow;
  supabase_bucket: SupabaseBucketRow;
  deploy_setting: DeploySettingRow;
  alerting: AlertingRow;
  rollback_note: RollbackNoteRow;
  licence_note: LicenceNoteRow;
  runtime_version: RuntimeVersionRow;
  as_of: AsOfRow;
  sunset: SunsetRow;
  model_pattern: ModelPatternRow;
  vendor: VendorRow;
  model_gateway: ModelGatewayRow;
  runtime_eol: RuntimeEolRow;
  deprecated_package: DeprecatedPackageRow;
  send_quota: SendQuotaRow;
  oauth_token: OauthTokenRow;
  copyleft_service: CopyleftServiceRow;
  sdk: SdkRow;
  wrapper_module: WrapperModuleRow;
  connection_maker: ConnectionMakerRow;
  platform_env: PlatformEnvRow;
  module_role: ModuleRoleRow;
  dialect_feature: DialectFeatureRow;
  python_distribution: PythonDistributionRow;
  provided_package: ProvidedPackageRow;
  deprecated_node_api: DeprecatedNodeApiRow;
  webhook_signer: WebhookSignerRow;
}

export type TableName = keyof TableRows;

/** Columns of every table, in order. */
export const TABLE_COLUMNS: { readonly [T in TableName]: readonly (keyof TableRows[T])[] } = {
  file: ["path", "language", "role", "side", "package_dir", "module_kind", "bytes", "lines", "is_module", "importers", "is_entry", "is_reached", "started", "parse_error"],
  skipped: ["path", "reason", "detail"],
  problem: ["file", "line", "message", "remedy"],
  collected: ["need", "available", "is_wanted", "detail"],
  package: ["dir", "file", "ecosystem", "name", "version", "module_type", "is_private", "is_root", "is_workspace", "is_library", "package_manager", "has_auto_imports", "framework", "scripts_json"],
  dependency: ["package_dir", "ecosystem", "name", "range", "version", "kind", "extras", "is_workspace", "file", "line"],
  lockfile: ["file", "package_dir", "package_manager"],
  locked_package: ["package_dir", "name", "is_development", "file"],
  workspace: ["package_dir", "pattern", "file", "line"],
  catalog: ["package_dir", "catalog", "name", "range", "file", "line"],
  import: ["file", "line", "specifier", "imported", "local", "kind", "is_type", "is_erased", "is_unused", "in_try", "is_choice", "function_id", "resolution", "resolved_file", "package", "lookalike", "missing_path", "is_exported"],
  export: ["file", "line", "name", "local", "kind", "specifier", "function_id", "importers"],
  function: ["id", "file", "line", "end_line", "name", "class_name", "kind", "parent_id", "is_async", "is_exported", "parameters_json", "decorators_json", "has_loop", "has_try", "has_delay", "has_throw", "has_own_flag", "calls_parameter", "is_wrapper", "handler", "in_handler"],
  call: ["id", "file", "line", "column", "end_line", "function_id", "kind", "callee", "root", "method", "origin", "module", "package", "symbol", "path", "is_linked", "is_typed", "is_conditional_origin", "target_function_id", "client_id", "is_declared", "is_guarded", "is_optional", "argument_count", "argument_1", "argument_1_kind", "argument_2", "argument_2_kind", "argument_3", "argument_3_kind", "options", "options_kind", "spreads_json", "names_json", "is_awaited", "is_returned", "result", "result_names", "held", "is_chain_end", "chain_json", "has_catch", "in_try", "in_catch", "in_finally", "in_main", "in_case", "in_loop", "catch_effect", "in_parallel", "in_handler", "wrappers_json"],
  loop_call: ["call_id", "kind", "over", "source_id"],
  global_name: ["file", "line", "name", "kind"],
  page_script: ["file", "line", "src", "is_module"],
  function_use: ["function_id", "file", "line", "kind", "call_id", "caller_id"],
  call_wrapper: ["call_id", "kind", "wrapper", "function_id", "module", "hops"],
  outbound_call: ["call_id", "client", "category", "vendor", "destination", "host", "http_method", "is_stream", "is_probe", "is_best_effort", "is_choice", "in_queue", "reached_from_queue", "in_background", "retry_by", "retry_note", "wrapper_id", "timeout_by", "timeout_note"],
  reach: ["function_id", "call_id", "hops"],
  literal: ["file", "line", "value", "context", "key", "holder", "in_array", "siblings_json", "callee", "call_id", "function_id"],
  http_status: ["file", "line", "function_id", "status", "in_catch", "is_relayed", "via"],
  status_check: ["file", "line", "function_id", "status"],
  optional_check: ["file", "line", "function_id", "condition"],
  retry_loop: ["file", "line", "end_line", "function_id", "kind", "pause", "pause_text", "has_jitter", "is_counted", "is_choosy"],
  cors_setting: ["file", "line", "function_id", "via", "name", "holder", "value", "scope_line"],
  model_use: ["model", "vendor", "file", "line", "package_dir", "usage", "name", "is_known", "certainty", "call_id"],
  sunset_use: ["sunset_id", "file", "line", "package_dir", "shown"],
  secret_use: ["file", "line", "function_id", "name", "wrapper", "sent_as", "is_in_text", "is_unwrapped"],
  guard: ["file", "line", "function_id", "function_name", "env_name", "condition", "operator", "compared_to", "default_value", "when_unset", "other_terms", "effect", "effect_text", "end_line", "nested_refusal", "calls_json", "has_else", "else_effect", "else_end_line", "else_refusal", "else_calls_json", "in_handler"],
  env_read: ["file", "line", "function_id", "name", "reader", "usage", "default_kind", "default_value", "default_length", "is_stand_in", "is_required", "is_validated", "compared_to"],
  env_exposure: ["file", "line", "name", "env_name", "via"],
  env_write: ["file", "line", "name", "value"],
  env_given: ["file", "line", "name"],
  env_declaration: ["file", "line", "name", "source", "value_kind", "value", "is_commented", "is_optional", "environment"],
  env_file: ["path", "source", "environment", "is_tracked"],
  secret: ["file", "line", "kind", "name", "shown", "number", "is_tracked"],
  env_validation: ["file", "line", "function_id", "kind", "names_json"],
  setting_refusal: ["file", "line", "name"],
  idle_setting: ["file", "line", "end_line", "path"],
  env_near_miss: ["name", "declared", "reason", "distance"],
  server: ["file", "line", "package_dir", "framework", "function_id", "kind"],
  deployed_app: ["dir", "package_dir", "name", "framework", "kind", "file", "line", "is_server", "is_released", "production"],
  deployed_part: ["app_dir", "part_dir"],
  route: ["file", "line", "framework", "method", "path", "full_path", "handler_id", "handler", "middleware_json", "router"],
  middleware: ["file", "line", "framework", "path", "name", "module", "call_id", "handler_id", "router", "target_file"],
  exposed_route: ["app_dir", "file", "line", "method", "path", "purpose", "is_followed", "is_guarded", "limited_by", "auth_service", "cost"],
  request_limit: ["app_dir", "file", "line", "name", "kind"],
  health_check: ["file", "line", "path", "kind", "library", "handler_id", "asks_json", "unfollowed_json", "failure_status", "answers_207", "lets_errors_out"],
  job: ["file", "line", "scheduler", "expression", "timezone", "timezone_kind", "is_zone_dependent", "handler_id", "call_id"],
  listener: ["file", "line", "function_id", "receiver", "receiver_scope", "event", "method", "is_removed", "in_loop", "in_handler", "call_id"],
  coverage_report: ["file", "format", "written_on", "package_dir", "roots_json"],
  coverage: ["report", "path", "file", "lines", "covered"],
  coverage_target: ["file", "line", "package_dir", "percent", "source"],
  test_report: ["file", "format", "written_on", "package_dir", "tests", "failed", "skipped"],
  test_result: ["report", "name", "places_json", "file", "status", "message"],
  expected_status: ["file", "line", "function_id", "status", "is_either"],
  test_request: ["file", "line", "call_id", "function_id", "package_dir", "client", "method", "path", "expects", "outcome", "reason", "nearest", "is_moved"],
  mock: ["file", "line", "function_id", "tool", "target", "target_file", "member", "is_created", "outcome", "nearest"],
  db_query: ["id", "file", "line", "function_id", "call_id", "client", "dialect", "target_kind", "target", "schema", "is_name_open", "operation", "columns_json", "columns_text", "filters_json", "is_open", "order_json", "row_limit", "is_single", "count_mode", "is_head", "again", "result_names", "is_error_checked", "absent_data", "is_forgiven", "is_awaited", "in_loop", "loop", "loop_over", "loop_query_id"],
  sql_part: ["file", "line", "call_id", "function_id", "text", "origin", "parameter", "is_checked", "is_derived"],
  db_datasource: ["file", "line", "client", "dialect", "url_name"],
  db_address: ["file", "line", "dialect", "driver"],
  db_model: ["id", "file", "line", "client", "name", "kind", "schema", "target", "dialect"],
  db_model_column: ["model_id", "field", "column_name", "type", "type_dialect", "line", "is_unique", "relation", "relation_name", "local_json", "foreign_json"],
  dialect_use: ["file", "line", "function_id", "kind", "name", "model", "field", "has_path", "argument", "condition", "is_guarded"],
  statement_argument: ["call_id", "line", "kind", "text"],
  declared_relation: ["file", "line", "kind", "schema", "name", "columns_json", "source"],
  redis_command: ["id", "file", "line", "call_id", "scope_id", "client", "receiver", "command", "key", "batch", "batch_id", "has_ttl", "is_nx", "condition"],
  migration_file: ["path", "folder", "tool", "position", "statements", "written_on", "parse_error"],
  base_branch: ["name", "is_head", "commits", "gap"],
  file_version: ["path", "number", "name", "blob", "commit_id", "committed_at", "is_on_base", "is_start"],
  migration_statement: ["file", "line", "position", "kind", "text", "status"],
  migration_action: ["file", "line", "position", "action", "schema", "table_name", "name", "detail", "type", "old_type", "is_rewrite", "is_concurrent", "is_not_valid", "uses_index", "is_cascade", "is_conditional", "is_required", "default_kind", "on_new_table", "in_transaction"],
  migration_failure: ["file", "line", "position", "sqlstate", "reason", "cause", "cause_file", "cause_line"],
  migration_assumption: ["kind", "schema", "name", "file", "line"],
  migration_gap: ["schema", "table", "kind", "file", "line"],
  migration_object: ["kind", "schema", "table", "name", "file", "line"],
  catalog_source: ["kind", "name", "server_version", "server_number", "role", "read_at", "age_days", "has_statistics"],
  catalog_gap: ["table_name", "reason", "is_partial"],
  pg_schema: ["name", "owner", "comment", "is_system"],
  pg_table: ["schema", "name", "kind", "parent", "owner", "is_unlogged", "rls_enabled", "rls_forced", "row_estimate", "bytes", "comment", "is_system"],
  pg_column: ["schema", "table", "position", "name", "type", "type_schema", "type_kind", "is_array", "type_text", "is_nullable", "default_expression", "generated", "identity", "comment"],
  pg_index: ["schema", "table", "name", "method", "keys_json", "included_json", "predicate", "is_unique", "is_primary", "is_valid", "is_constraint", "is_partition", "bytes", "scans", "definition"],
  pg_index_column: ["schema", "index", "position", "table", "column_name", "expression", "operator_class", "is_descending"],
  pg_constraint: ["schema", "table", "name", "kind", "columns_json", "target_schema", "target_table", "target_columns_json", "on_delete", "on_update", "is_validated", "is_deferrable", "is_inherited", "definition"],
  pg_policy: ["schema", "table", "name", "command", "roles_json", "is_permissive", "using_expression", "check_expression"],
  pg_role: ["name", "is_superuser", "can_login", "bypasses_rls", "can_create_role", "can_create_database", "inherits", "connection_limit", "member_of_json", "settings_json"],
  pg_grant: ["object_kind", "schema", "name", "detail", "grantee", "privileges_json"],
  pg_function: ["schema", "name", "arguments", "kind", "returns", "language", "volatility", "owner", "is_security_definer", "search_path", "required_arguments", "argument_names_json", "body", "is_system"],
  pg_trigger: ["schema", "table", "name", "timing", "events_json", "level", "function_schema", "function", "is_enabled"],
  pg_view: ["schema", "name", "owner", "is_materialized", "is_security_invoker", "tables_json", "definition", "comment", "is_system"],
  pg_extension: ["name", "version", "available_version", "schema"],
  pg_sequence: ["schema", "name", "type", "owner_table", "owner_column", "increment", "maximum", "last_value", "is_cycling"],
  pg_type: ["schema", "name", "kind", "labels_json", "base_type"],
  pg_setting: ["name", "value", "unit", "is_default"],
  pg_database: ["name", "encoding", "collation", "connections", "idle_in_transaction", "connection_limit", "transaction_age", "deadlocks", "counted_days", "settings_json"],
  pg_table_activity: ["schema", "table", "live_rows", "dead_rows", "changed_rows", "sequential_scans", "index_scans", "vacuumed_days", "analyzed_days", "transaction_age"],
  pg_statement: ["query", "calls", "total_ms", "mean_ms", "rows", "blocks_read"],
  supabase_project: ["host", "asked_at", "asked_anon", "asked_service", "schemas_json", "requests"],
  supabase_gap: ["subject", "role", "reason"],
  supabase_relation: ["role", "schema", "name", "answer", "row_count", "has_rows", "code"],
  supabase_function: ["schema", "name", "source"],
  supabase_bucket: ["name", "is_public", "is_listed"],
  deploy_setting: ["file", "line", "kind", "service", "key", "value"],
  alerting: ["file", "line", "kind", "expression"],
  rollback_note: ["file", "line", "text"],
  licence_note: ["file", "line", "kind", "text"],
  runtime_version: ["file", "line", "product", "version", "raw", "source", "is_pinned"],
  as_of: ["date"],
  sunset: ["id", "kind", "vendor", "name", "match", "pattern", "except_pattern", "module", "date", "previous_dates_json", "effect", "replacement", "source", "verified_at", "confidence"],
  model_pattern: ["vendor", "pattern", "clients", "hosts", "dated_pattern", "known_json"],
  vendor: ["vendor", "name"],
  model_gateway: ["name", "pattern"],
  runtime_eol: ["product", "cycle", "date", "source", "verified_at"],
  deprecated_package: ["ecosystem", "name", "below", "since", "reason", "replacement", "source", "confidence"],
  send_quota: ["provider", "name", "pattern", "plan", "per_day", "per_month", "applies_to", "source", "verified_at", "confidence"],
  oauth_token: ["vendor", "env_pattern", "use_pattern", "lifetime", "is_short", "client_pattern", "except_pattern", "renewal", "source", "verified_at", "confidence"],
  copyleft_service: ["kind", "pattern", "name", "since", "until", "licence", "use", "asks", "source", "verified_at", "confidence"],
  sdk: ["ecosystem", "module", "vendor", "category", "methods", "default_retries", "retry_scope", "retries_since", "default_timeout_seconds", "retry_option", "timeout_option", "source"],
  wrapper_module: ["module", "kind", "symbols"],
  connection_maker: ["module", "symbol", "kind", "name", "holds", "source"],
  platform_env: ["pattern", "platform", "reader"],
  module_role: ["module", "role"],
  dialect_feature: ["kind", "pattern", "databases", "what", "source"],
  python_distribution: ["module", "distribution"],
  provided_package: ["provider", "pattern", "source"],
  deprecated_node_api: ["module", "member", "kind", "since", "removed", "replacement", "source"],
  webhook_signer: ["vendor", "name", "path", "carries", "payload", "names", "calls", "proof", "stake", "check", "source"],
};

/** Columns that hold an id, and the table it belongs to (a row's own id included). */
export const TABLE_REFERENCES: { readonly [T in TableName]: Readonly<Record<string, TableName>> } = {
  file: {  },
  skipped: {  },
  problem: {  },
  collected: {  },
  package: {  },
  dependency: {  },
  lockfile: {  },
  locked_package: {  },
  workspace: {  },
  catalog: {  },
  import: { function_id: "function" },
  export: { function_id: "function" },
  function: { id: "function", parent_id: "function" },
  call: { id: "call", client_id: "call", target_function_id: "function", function_id: "function" },
  loop_call: { source_id: "call", call_id: "call" },
  global_name: {  },
  page_script: {  },
  function_use: { caller_id: "function", call_id: "call", function_id: "function" },
  call_wrapper: { function_id: "function", call_id: "call" },
  outbound_call: { wrapper_id: "function", call_id: "call" },
  reach: { call_id: "call", function_id: "function" },
  literal: { function_id: "function", call_id: "call" },
  http_status: { function_id: "function" },
  status_check: { function_id: "function" },
  optional_check: { function_id: "function" },
  retry_loop: { function_id: "function" },
  cors_setting: { function_id: "function" },
  model_use: { call_id: "call" },
  sunset_use: {  },
  secret_use: { function_id: "function" },
  guard: { function_id: "function" },
  env_read: { function_id: "function" },
  env_exposure: {  },
  env_write: {  },
  env_given: {  },
  env_declaration: {  },
  env_file: {  },
  secret: {  },
  env_validation: { function_id: "function" },
  setting_refusal: {  },
  idle_setting: {  },
  env_near_miss: {  },
  server: { function_id: "function" },
  deployed_app: {  },
  deployed_part: {  },
  route: { handler_id: "function" },
  middleware: { handler_id: "function", call_id: "call" },
  exposed_route: {  },
  request_limit: {  },
  health_check: { handler_id: "function" },
  job: { call_id: "call", handler_id: "function" },
  listener: { call_id: "call", function_id: "function" },
  coverage_report: {  },
  coverage: { report: "coverage_report" },
  coverage_target: {  },
  test_report: {  },
  test_result: { report: "test_report" },
  expected_status: { function_id: "function" },
  test_request: { function_id: "function", call_id: "call" },
  mock: { function_id: "function" },
  db_query: { id: "db_query", loop_query_id: "db_query", call_id: "call", function_id: "function" },
  sql_part: { function_id: "function", call_id: "call" },
  db_datasource: {  },
  db_address: {  },
  db_model: { id: "db_model" },
  db_model_column: { model_id: "db_model" },
  dialect_use: { function_id: "function" },
  statement_argument: { call_id: "call" },
  declared_relation: {  },
  redis_command: { id: "redis_command", batch_id: "call", scope_id: "function", call_id: "call" },
  migration_file: {  },
  base_branch: {  },
  file_version: {  },
  migration_statement: {  },
  migration_action: {  },
  migration_failure: {  },
  migration_assumption: {  },
  migration_gap: {  },
  migration_object: {  },
  catalog_source: {  },
  catalog_gap: {  },
  pg_schema: {  },
  pg_table: {  },
  pg_column: {  },
  pg_index: {  },
  pg_index_column: {  },
  pg_constraint: {  },
  pg_policy: {  },
  pg_role: {  },
  pg_grant: {  },
  pg_function: {  },
  pg_trigger: {  },
  pg_view: {  },
  pg_extension: {  },
  pg_sequence: {  },
  pg_type: {  },
  pg_setting: {  },
  pg_database: {  },
  pg_table_activity: {  },
  pg_statement: {  },
  supabase_project: {  },
  supabase_gap: {  },
  supabase_relation: {  },
  supabase_function: {  },
  supabase_bucket: {  },
  deploy_setting: {  },
  alerting: {  },
  rollback_note: {  },
  licence_note: {  },
  runtime_version: {  },
  as_of: {  },
  sunset: {  },
  model_pattern: {  },
  vendor: {  },
  model_gateway: {  },
  runtime_eol: {  },
  deprecated_package: {  },
  send_quota: {  },
  oauth_token: {  },
  copyleft_service: {  },
  sdk: {  },
  wrapper_module: {  },
  connection_maker: {  },
  platform_env: {  },
  module_role: {  },
  dialect_feature: {  },
  python_distribution: {  },
  provided_package: {  },
  deprecated_node_api: {  },
  webhook_signer: {  },
};
