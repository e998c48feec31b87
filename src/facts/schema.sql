-- prodcheck fact schema, version 1.
--
-- The one list of tables. `prodcheck facts` prints this file; src/facts/rows.ts is generated from it.
-- Conventions:
--   * paths are relative to the audited root, with forward slashes; lines and columns start at 1;
--   * columns named is_*, has_*, in_*, takes_* and *ed flags marked 0|1 are booleans stored as 0 or 1;
--   * columns named *_json hold JSON text; NULL means "not known" or "does not apply", never "no";
--   * no column ever holds a secret's value: sources mask before anything is stored;
--   * Python's files are in the same tables; of a rule that ships, rows about them are dropped unless it says `languages: [python]`;
--   * tables under "data" are filled from rules/data/*.yaml, all others from the audited repository.

-- ───────────────────────────────────────────── repository

CREATE TABLE file (               -- every file that was looked at
  path        TEXT PRIMARY KEY,   -- relative to the audited root
  language    TEXT NOT NULL,      -- typescript | javascript | vue | svelte | astro | python | sql | json | yaml | toml | env | dockerfile | markdown | other
  role        TEXT NOT NULL,      -- app | test | script | migration | config | generated | vendored | example | archived | docs
  side        TEXT NOT NULL,      -- server | client | shared | unknown: where the code of this file runs
  package_dir TEXT,               -- folder of the nearest package.json ('' = root), of Python files also of the nearest Python manifest; NULL when there is none
  module_kind TEXT,               -- esm | commonjs | bundled | unknown: how Node would load it (code files only)
  bytes       INTEGER NOT NULL,   -- size on disk
  lines       INTEGER NOT NULL,   -- number of lines; 0 when the text was not read
  is_module   INTEGER NOT NULL,   -- 0|1 has imports or exports, ES or CommonJS: its top-level names are its own
  importers   INTEGER NOT NULL,   -- number of the project's files that import it (linked)
  is_entry    INTEGER NOT NULL,   -- 0|1 a manifest names it, or what is built from it: main, exports, bin (linked)
  is_reached  INTEGER NOT NULL,   -- 0|1 it is started, served or looked up by its place or name, or the imports of such a file lead to it; 1 in doubt (linked)
  started     TEXT,               -- start (an app cannot start, or be built, without loading it) | use (loaded when some line runs, or by what may be started) | NULL (nothing known leads to it; of Python it says so only where a file of the same package_dir has start) (linked)
  parse_error TEXT                -- first syntax error as "line: message"; the rest of the file is still read
) STRICT;

CREATE TABLE skipped (            -- what was not read, and why
  path   TEXT NOT NULL,           -- file or folder
  reason TEXT NOT NULL,           -- binary | too-large | minified | unreadable | symlink | vendored | submodule
  detail TEXT                     -- size or error text
) STRICT;

CREATE TABLE problem (            -- an input that could not be understood; the audit went on without it
  file    TEXT NOT NULL,          -- where
  line    INTEGER,                -- line, when known
  message TEXT NOT NULL,          -- what is wrong
  remedy  TEXT                    -- what to do
) STRICT;

CREATE TABLE collected (          -- which inputs this audit had; a rule whose `needs` is missing answers unknown, or does not apply where nobody wants it
  need      TEXT PRIMARY KEY,     -- code | env | packages | deploy | migrations | history | catalog | supabase | coverage | tests
  available INTEGER NOT NULL,     -- 0|1
  is_wanted INTEGER NOT NULL,     -- 0|1 something in the repository has to do with it: a schema is missed only where something may talk to Postgres
  detail    TEXT                  -- e.g. "412 files", "no --db, no migrations"
) STRICT;

-- ───────────────────────────────────────────── packages

CREATE TABLE package (            -- one row per folder with a manifest: package.json, deno.json, pyproject.toml, Pipfile, requirements.txt; where a folder has both kinds, npm's
  dir            TEXT PRIMARY KEY, -- folder; '' = root
  file           TEXT NOT NULL,   -- path of the manifest
  ecosystem      TEXT NOT NULL,   -- npm | python
  name           TEXT,            -- declared name
  version        TEXT,            -- declared version
  module_type    TEXT,            -- "type" of package.json: module | commonjs
  is_private     INTEGER NOT NULL, -- 0|1
  is_root        INTEGER NOT NULL, -- 0|1 the manifest at the audited root
  is_workspace   INTEGER NOT NULL, -- 0|1 member of a workspace of an enclosing manifest
  is_library     INTEGER NOT NULL, -- 0|1 published for others (not private, has main, module or exports)
  package_manager TEXT,           -- npm | pnpm | yarn | bun | deno
  has_auto_imports INTEGER NOT NULL, -- 0|1 a build step gives its files, or those of a package around it, names that they never import (Nuxt, unplugin-auto-import …)
  framework      TEXT,            -- next | nuxt | remix | sveltekit | astro | nest | express | fastify | hono | koa | react-native | vite | electron …: the first that its dependencies show
  scripts_json   TEXT             -- object of scripts
) STRICT;

CREATE TABLE dependency (         -- one row per declared dependency and manifest
  package_dir TEXT NOT NULL,      -- manifest's folder
  ecosystem   TEXT NOT NULL,      -- npm | python: redis, stripe and openai exist in both worlds, so every look-up by name says which it means
  name        TEXT NOT NULL,      -- package name; of Python as PEP 503 compares them: flask-login
  range       TEXT NOT NULL,      -- as written: ^1.2.3, workspace:*, catalog:, npm:x@1, >=2,<3
  version     TEXT,               -- lowest version the range allows, or the locked one; NULL when not a version
  kind        TEXT NOT NULL,      -- production | development | peer | optional
  extras      TEXT,               -- of Python: the extras that are asked for, comma-separated: standard,email; NULL without any
  is_workspace INTEGER NOT NULL,  -- 0|1 another package of this repository
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL
) STRICT;

CREATE TABLE lockfile (           -- lock files
  file            TEXT NOT NULL,
  package_dir     TEXT,           -- nearest manifest's folder
  package_manager TEXT NOT NULL   -- npm | pnpm | yarn | bun | deno | poetry | uv | pdm | pipenv
) STRICT;

CREATE TABLE locked_package (     -- packages that a lock file installs where code below that folder can load them; of pnpm also what it keeps apart; Python's too, told by their file
  package_dir TEXT NOT NULL,      -- folder whose node_modules holds it; '' = root
  name        TEXT NOT NULL,      -- package name; of Python as in dependency.name
  is_development INTEGER NOT NULL, -- 0|1 only development dependencies need it: npm ci --omit=dev leaves it out
  file        TEXT NOT NULL       -- the lock file
) STRICT;

CREATE TABLE workspace (          -- globs by which a manifest claims other packages as members of its workspace
  package_dir TEXT NOT NULL,      -- folder of the manifest
  pattern TEXT NOT NULL,          -- relative to that folder, as written; a leading ! excludes
  file    TEXT NOT NULL,          -- package.json, pnpm-workspace.yaml, lerna.json or deno.json
  line    INTEGER NOT NULL
) STRICT;

CREATE TABLE catalog (            -- versions that dependencies share through catalog: (pnpm, bun, yarn)
  package_dir TEXT NOT NULL,      -- folder of the file that defines it
  catalog TEXT NOT NULL,          -- name; default for the unnamed one
  name    TEXT NOT NULL,          -- package
  range   TEXT NOT NULL,
  file    TEXT NOT NULL,
  line    INTEGER NOT NULL
) STRICT;

-- ───────────────────────────────────────────── code

CREATE TABLE import (             -- one row per imported name (or per side-effect import)
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  specifier   TEXT NOT NULL,      -- as written
  imported    TEXT,               -- exported name: default, *, or a name; NULL for a side-effect import
  local       TEXT,               -- name it gets here
  kind        TEXT NOT NULL,      -- import | require | dynamic | reexport
  is_type     INTEGER NOT NULL,   -- 0|1 written as type-only
  is_erased   INTEGER NOT NULL,   -- 0|1 gone before it runs: type-only, or imported by TypeScript that only mentions it in types
  is_unused   INTEGER NOT NULL,   -- 0|1 nothing in the file mentions its name: no bundler, and nothing that is compiled to CommonJS, asks for it
  in_try      INTEGER NOT NULL,   -- 0|1 inside a try block or with a catch, or one of the ways in which a universal module asks for it: optional
  is_choice   INTEGER NOT NULL,   -- 0|1 one of several that a setting chooses from: a dynamic import inside a case; of Python any in a branch
  function_id INTEGER REFERENCES "function"(id), -- enclosing function; NULL at module level
  resolution  TEXT NOT NULL,      -- file | asset | package | builtin | workspace | virtual | ignored | missing | unknown
  resolved_file TEXT,             -- the project's file it means
  package     TEXT,               -- npm package name, e.g. @scope/name
  lookalike   TEXT,               -- of a missing one: the file whose path differs in letter case only
  missing_path TEXT,              -- of a missing one: where it should be, without code extension and /index
  is_exported INTEGER             -- 0|1 the resolved file exports this name; NULL = cannot tell (CommonJS, export * from a package, …)
) STRICT;

CREATE TABLE export (             -- one row per exported name
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  name        TEXT NOT NULL,      -- default, a name, or * for `export * from`
  local       TEXT,               -- name inside the file
  kind        TEXT NOT NULL,      -- function | class | variable | type | reexport | star | commonjs
  specifier   TEXT,               -- for re-exports
  function_id INTEGER REFERENCES "function"(id), -- when it is a function
  importers   INTEGER NOT NULL    -- number of the project's files that import it
) STRICT;

CREATE TABLE "function" (         -- every function, method and arrow with a body
  id          INTEGER PRIMARY KEY,
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  end_line    INTEGER NOT NULL,
  name        TEXT,               -- own name, or the variable, property or method it is assigned to
  class_name  TEXT,               -- for methods
  kind        TEXT NOT NULL,      -- function | arrow | method | constructor | accessor
  parent_id   INTEGER REFERENCES "function"(id), -- enclosing function
  is_async    INTEGER NOT NULL,   -- 0|1
  is_exported INTEGER NOT NULL,   -- 0|1
  parameters_json TEXT NOT NULL,  -- array of parameter names ("{…}" when destructured)
  decorators_json TEXT NOT NULL,  -- array of decorator names, e.g. ["Get","UseGuards"]
  has_loop    INTEGER NOT NULL,   -- 0|1 own body loops
  has_try     INTEGER NOT NULL,   -- 0|1 own body has try/catch
  has_delay   INTEGER NOT NULL,   -- 0|1 own body waits: setTimeout, sleep, delay, backoff
  has_throw   INTEGER NOT NULL,   -- 0|1 own body throws
  has_own_flag INTEGER NOT NULL,  -- 0|1 begins with a return under a flag that it sets itself: runs once at a time (JavaScript only)
  calls_parameter INTEGER NOT NULL, -- 0|1 calls one of its own parameters
  is_wrapper  TEXT,               -- retry | breaker | rate-limit | timeout | queue: takes a function and runs it so; NULL otherwise (linked)
  handler     TEXT,               -- route | middleware | job | queue | event | webhook | next-api | server-action | lambda | component | shutdown: who calls it (linked)
  in_handler  INTEGER NOT NULL    -- 0|1 it, or a function around it, or its only callers within three hops, are run per request
) STRICT;

CREATE TABLE call (               -- every call, construction and tagged template; in files that are not the application (tests, examples, docs, generated …) only literal arguments are kept, and no options, chains or result use
  id          INTEGER PRIMARY KEY,
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,   -- line of the method name, or of the callee
  column      INTEGER NOT NULL,
  end_line    INTEGER NOT NULL,
  function_id INTEGER REFERENCES "function"(id), -- innermost enclosing function; NULL at module level
  kind        TEXT NOT NULL,      -- call | new | tag
  callee      TEXT NOT NULL,      -- source text, white space folded, e.g. client.messages.create; arguments of inner calls shown as ()
  root        TEXT,               -- leftmost identifier ("this" included)
  method      TEXT NOT NULL,      -- last name: create; for a bare call or `new X` the name itself
  origin      TEXT NOT NULL,      -- package | builtin | global | file | parameter | local | unknown: what the root is
  module      TEXT,               -- import specifier of the package the receiver comes from, after linking: openai, @aws-sdk/client-s3, node:fs; NULL unless origin is package or builtin
  package     TEXT,               -- package name of module
  symbol      TEXT,               -- exported name it began with: default, createClient, Redis, *
  path        TEXT,               -- members from the symbol to the callee, calls left out: messages.create; from.select.eq; NULL when the symbol itself is called
  is_linked   INTEGER NOT NULL,   -- 0|1 the origin was found in another file
  is_typed    INTEGER NOT NULL,   -- 0|1 the origin was found through a type annotation
  is_conditional_origin INTEGER NOT NULL, -- 0|1 more than one origin is possible
  target_function_id INTEGER REFERENCES "function"(id), -- the project's own function it calls, when known
  client_id   INTEGER REFERENCES call(id), -- the `new X()` or factory call that made the receiver, when it is known and of the same package
  is_declared INTEGER NOT NULL,   -- 0|1 the root is declared in this file, imported, or a known global (undefined-call looks at 0)
  is_guarded  INTEGER NOT NULL,   -- 0|1 the file asks whether the root exists (typeof root, window.root), or a linter comment waives it here
  is_optional INTEGER NOT NULL,   -- 0|1 reached through ?.
  argument_count INTEGER NOT NULL, -- spread counts one
  argument_1  TEXT,               -- literal value, or source text up to 200 characters
  argument_1_kind TEXT,           -- string | number | boolean | template | object | array | function | identifier | env | call | member | spread | regex | null | other
  argument_2  TEXT,
  argument_2_kind TEXT,
  argument_3  TEXT,
  argument_3_kind TEXT,
  options     TEXT,               -- JSON of the last object argument: literal values as they are, others as {"$": "source text"}; nested three levels deep; looked up when it is a const of this file
  options_kind TEXT NOT NULL,     -- none | literal | open (a spread or a computed key) | dynamic (the last is a variable that could not be looked up; `options` is then an earlier object argument, if any)
  spreads_json TEXT,              -- array of {"text", "kind", "package"?} for every spread in its object arguments, two levels deep; kind: client (what a package's constructor or factory gives) | this | request | env | parameter | object | unknown
  names_json  TEXT,               -- array of the identifiers that appear in its arguments
  is_awaited  INTEGER NOT NULL,   -- 0|1 awaited, itself or as the head of its chain
  is_returned INTEGER NOT NULL,   -- 0|1 returned (its caller decides)
  result      TEXT NOT NULL,      -- how its value is used: ignored | variable | destructured | argument | condition | chained | returned | thrown | property | other
  result_names TEXT,              -- JSON array: names bound from it; for a destructuring the property names
  held        TEXT NOT NULL,      -- who holds its value: module (made once, when the file loads) | outer (kept where it outlives the function, or by a helper that remembers) | closed (ended by the function: .end(), .quit(), using) | instance (this.x) | returned | passed (to a function of the project) | local (forgotten with the function)
  is_chain_end INTEGER NOT NULL,  -- 0|1 no further call is made on its value in the same expression
  chain_json  TEXT,               -- on a chain's end: array of {"method","line","arguments":[…literal or {"$":text}]} from the root on
  has_catch   INTEGER NOT NULL,   -- 0|1 .catch() or a second .then() argument follows
  in_try      INTEGER NOT NULL,   -- 0|1 inside a try with a catch, in the same function
  in_catch    INTEGER NOT NULL,   -- 0|1 inside a catch block
  in_finally  INTEGER NOT NULL,   -- 0|1 inside a finally block
  in_main     INTEGER NOT NULL,   -- 0|1 only where its file is started by itself: if (require.main === module), if __name__ == "__main__"
  in_case     INTEGER NOT NULL,   -- 0|1 in one of the cases that a switch of its function chooses from, the default left out (JavaScript)
  in_loop     INTEGER NOT NULL,   -- 0|1 inside a loop or an iteration callback (map, forEach, for await …)
  catch_effect TEXT,              -- what the catch around it, in the same function, does with the error: throws | refuses (answers with an error) | logs | none (gives null, an empty list) | recovers (anything else); of several `except` the gravest; NULL where there is none
  in_parallel INTEGER NOT NULL,   -- 0|1 inside Promise.all / allSettled
  in_handler  INTEGER NOT NULL,   -- 0|1 its function is run per request (linked)
  wrappers_json TEXT NOT NULL     -- array of callee texts whose function argument, or a function in whose object argument, encloses this call, innermost first
) STRICT;

CREATE TABLE loop_call (          -- calls of application code in loops: what the loop goes through (linked)
  call_id     INTEGER PRIMARY KEY REFERENCES call(id),
  kind        TEXT NOT NULL,      -- fixed (a list or a bound written in the code, or a count at which the loop stops) | items (a list) | batches (parts of a list) | counter (pages, a queue, for ever) | attempts (tries again)
  over        TEXT,               -- source text of the list
  source_id   INTEGER REFERENCES call(id) -- call that gave the list; NULL when that is not known
) STRICT;

CREATE TABLE global_name (        -- names that no file has to declare or import, because something puts them into the global scope
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  name        TEXT NOT NULL,
  kind        TEXT NOT NULL       -- declared (declare global, ambient .d.ts) | assigned (window.x = …, x = … undeclared) | read (window.x) | script (top level of a file without imports and exports) | comment (a linter comment that says "global x"; holds in its file) | config (linter's globals, bundler's define and provided modules)
) STRICT;

CREATE TABLE page_script (        -- script elements of HTML pages and templates: what they load shares the page's global names
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  src         TEXT,               -- as written; NULL for a script in place
  is_module   INTEGER NOT NULL    -- 0|1 type="module": its names are its own
) STRICT;

CREATE TABLE function_use (       -- every place where one of the project's own functions is used (linked)
  function_id INTEGER NOT NULL REFERENCES "function"(id), -- the function
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  kind        TEXT NOT NULL,      -- call | argument | reference
  call_id     INTEGER REFERENCES call(id), -- the call itself, or the call it is an argument of
  caller_id   INTEGER REFERENCES "function"(id) -- function in which this happens; NULL at module level
) STRICT;

CREATE TABLE call_wrapper (       -- which wrapper protects which call, up to three hops (linked)
  call_id     INTEGER NOT NULL REFERENCES call(id),
  kind        TEXT NOT NULL,      -- retry | breaker | rate-limit | timeout | queue
  wrapper     TEXT NOT NULL,      -- its name: withRetry, pRetry
  function_id INTEGER REFERENCES "function"(id), -- when it is the project's own
  module      TEXT,               -- when it is a package's
  hops        INTEGER NOT NULL    -- 0 = encloses the call directly
) STRICT;

CREATE TABLE outbound_call (      -- calls of application code, browsers apart, to services over HTTP: known SDKs (databases and caches apart), fetch and HTTP clients (linked)
  call_id     INTEGER NOT NULL REFERENCES call(id),
  client      TEXT NOT NULL,      -- package it goes through; fetch for the built-in one
  category    TEXT NOT NULL,      -- as in sdk; http for fetch and HTTP clients
  vendor      TEXT,               -- whose service: the SDK's vendor, or the host; $NAME when a variable says where; NULL when it is not known
  destination TEXT NOT NULL,      -- external | configured (a variable says where) | internal (localhost, a private name, the project's own domain or address) | relative | unknown
  host        TEXT,               -- host name as far as it is literal; * for its computed part
  http_method TEXT,               -- GET | POST | …; NULL when it is not known
  is_stream   INTEGER NOT NULL,   -- 0|1 hands back a stream at once: trying again is its reader's business
  is_probe    INTEGER NOT NULL,   -- 0|1 asks only whether something is there: health checks, HEAD
  is_best_effort INTEGER NOT NULL, -- 0|1 its failure is written to a log at most: the answer is dropped or looked at for that alone
  is_choice   INTEGER NOT NULL,   -- 0|1 its file is loaded only where a setting chooses it (import.is_choice)
  in_queue    INTEGER NOT NULL,   -- 0|1 runs only in work that a queue delivers, and delivers again when it fails
  reached_from_queue INTEGER NOT NULL, -- 0|1 such work is one of the ways to it, and its errors get back there
  in_background INTEGER NOT NULL, -- 0|1 nobody waits for it: it, or the only calls of the function around it, are not awaited, or given to waitUntil, after or a like helper
  retry_by    TEXT NOT NULL,      -- wrapper | loop | plugin | call | client | default | queue (whether its queue tries again is not known) | off | none | unknown
  retry_note  TEXT,               -- what shows it: withRetry, maxRetries: 5, "openai retries twice"
  wrapper_id  INTEGER REFERENCES "function"(id), -- the project's own retry wrapper or breaker around the call: a function that takes a function (function.is_wrapper), or one that hands a request on and tries again itself
  timeout_by  TEXT NOT NULL,      -- wrapper | call | client | global | default | long-default (two minutes or more) | none | unknown
  timeout_note TEXT               -- what shows it: timeout: 5000, "10 minutes"
) STRICT;

CREATE TABLE reach (              -- which packages and functions a function reaches within three calls (linked)
  function_id INTEGER NOT NULL REFERENCES "function"(id),
  call_id     INTEGER NOT NULL REFERENCES call(id), -- a call made there
  hops        INTEGER NOT NULL    -- 0 = in its own body (closures included)
) STRICT;

CREATE TABLE literal (            -- string literals that could matter: URLs, paths, ids, versions, headers (no prose, no class names)
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  value       TEXT NOT NULL,      -- masked when it looks like a secret; template holes are ${}
  context     TEXT NOT NULL,      -- argument | property | default | comparison | variable | array | key | return | type | template | case | note (a Python docstring, when it says that a health check asks nothing on purpose) | other
  key         TEXT,               -- property or variable it is the value of, or that it is the default of; dotted within one object literal
  holder      TEXT,               -- of a property, an array's element or a default: the variable or class property that holds the whole object or array
  in_array    INTEGER NOT NULL,   -- 0|1 it is an element of an array, or of an object in one
  siblings_json TEXT,             -- of a property: array of the other property names of its object, up to 12
  callee      TEXT,               -- callee of the innermost call it is an argument (or part of one) of
  call_id     INTEGER REFERENCES call(id),
  function_id INTEGER REFERENCES "function"(id)
) STRICT;

CREATE TABLE http_status (        -- HTTP statuses that code answers with: literals and named constants
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  function_id INTEGER REFERENCES "function"(id),
  status      INTEGER NOT NULL,   -- 200 … 599
  in_catch    INTEGER NOT NULL,   -- 0|1 inside a catch block
  is_relayed  INTEGER NOT NULL,   -- 0|1 only where another answer had this status: if (response.status === 429) …
  via         TEXT NOT NULL       -- callee of the call it is an argument of, or the property or variable it is put into
) STRICT;

CREATE TABLE status_check (       -- places that look whether somebody else's answer had an error status: comparisons, cases, lists, classes of errors that stand for one
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  function_id INTEGER REFERENCES "function"(id),
  status      INTEGER NOT NULL    -- 400 … 599
) STRICT;

CREATE TABLE optional_check (     -- checks of a request's signature that are left out while it carries none: if (signature && !verify(…)) return 401 (TypeScript and JavaScript)
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  function_id INTEGER REFERENCES "function"(id),
  condition   TEXT NOT NULL       -- source text, up to 200 characters
) STRICT;

CREATE TABLE retry_loop (         -- code that does a thing again after it failed: loops around a try, and functions that call themselves in a catch
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  end_line    INTEGER NOT NULL,
  function_id INTEGER REFERENCES "function"(id), -- function it stands in; NULL at module level
  kind        TEXT NOT NULL,      -- loop | recursion
  pause       TEXT NOT NULL,      -- how long it waits in between: none | fixed | growing (with every try) | server (as the answer says: Retry-After) | unknown
  pause_text  TEXT,               -- source text of the time it waits
  has_jitter  INTEGER NOT NULL,   -- 0|1 that time has a random part
  is_counted  INTEGER NOT NULL,   -- 0|1 it gives up after a number of tries or some time
  is_choosy   INTEGER NOT NULL    -- 0|1 it looks at the error or the status before it tries again
) STRICT;

CREATE TABLE cors_setting (       -- who may call across origins: headers that code sets, and the `origin` of options that let cookies through
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  function_id INTEGER REFERENCES "function"(id),
  via         TEXT NOT NULL,      -- header (Access-Control-Allow-…) | option (of an object that also says `credentials: true`)
  name        TEXT NOT NULL,      -- origin | credentials
  holder      TEXT,               -- of an option: the variable that holds the object
  value       TEXT NOT NULL,      -- origin: star | reflected (whoever asks) | listed | checked (the code looks at it) | environment (everybody, in one environment) | unknown; credentials: on | off | unknown
  scope_line  INTEGER NOT NULL    -- where the object, array or block begins in which it is set
) STRICT;

CREATE TABLE model_use (          -- places of application code and of the environment that decide which vendor's model is called (linked); names at other providers (Azure, Bedrock, OpenRouter …) are left out, and so are comparisons, object keys, types, price tables
  model       TEXT NOT NULL,      -- the id, as in sunset.pattern
  vendor      TEXT NOT NULL,      -- as in model_pattern
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  package_dir TEXT,               -- nearest manifest's folder
  usage       TEXT NOT NULL,      -- call (argument of the call) | default (taken when nothing else is set) | configuration (constant or property for a model) | env (value of a variable) | choice (entry of a list, default of a table's column, or a constant that nothing is seen to use)
  name        TEXT NOT NULL,      -- option, variable, constant or function that takes it
  is_known    INTEGER,            -- 0|1 it is one of the dated ids that existed, or looks like one and never did; NULL = it has no date to judge by
  certainty   TEXT NOT NULL,      -- sure (it reaches a call of the vendor's API) | likely (its name says so, and the vendor's API is called) | possible
  call_id     INTEGER REFERENCES call(id) -- the call of which it is an argument
) STRICT;

CREATE TABLE sunset_use (         -- places that match an entry of sunset by its url, header, env, call, option or import (linked); model ids are in model_use
  sunset_id   TEXT NOT NULL,      -- as in sunset.id
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  package_dir TEXT,               -- nearest manifest's folder
  shown       TEXT NOT NULL       -- what matched: the address, header, variable, call or option
) STRICT;

CREATE TABLE secret_use (         -- pydantic's secrets where plain text is sent: in headers, credentials, addresses and parameters (linked)
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  function_id INTEGER REFERENCES "function"(id),
  name        TEXT NOT NULL,      -- source text of the value
  wrapper     TEXT NOT NULL,      -- SecretStr | SecretBytes | Secret
  sent_as     TEXT NOT NULL,      -- header or parameter; "basic auth", "the address"
  is_in_text  INTEGER NOT NULL,   -- 0|1 put into a text, which then holds stars; 0: handed over as it is, which HTTP clients refuse
  is_unwrapped INTEGER NOT NULL   -- 0|1 .get_secret_value() is called on it
) STRICT;

CREATE TABLE guard (              -- branches that depend on an environment variable (directly or through a constant)
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  function_id INTEGER REFERENCES "function"(id),
  function_name TEXT,             -- name of the nearest named function around it
  env_name    TEXT NOT NULL,      -- the variable
  condition   TEXT NOT NULL,      -- source text, up to 200 characters
  operator    TEXT NOT NULL,      -- === | !== | truthy | falsy | includes | other
  compared_to TEXT,               -- literal it is compared with
  default_value TEXT,             -- literal used when the variable is unset, if any
  when_unset  TEXT NOT NULL,      -- taken | skipped | unknown: is the guarded branch taken when the variable is unset; unknown: other_terms decide, or it cannot be unset
  other_terms TEXT,               -- the rest of an && or || condition, as written
  effect      TEXT NOT NULL,      -- what the branch does: next | return-true | return-value | return | throw (or exit) | reject (401, 403, an auth error, false from a function that judges) | error (answers with another 4xx or 5xx) | assign | call | render | other
  effect_text TEXT,               -- first 200 characters of the branch
  end_line    INTEGER NOT NULL,   -- last line of the branch
  nested_refusal TEXT,            -- condition of the first "if" inside the branch that throws or answers with an error, up to 200 characters; NULL when there is none
  calls_json  TEXT NOT NULL,      -- callees inside the branch
  has_else    INTEGER NOT NULL,   -- 0|1
  else_effect TEXT,               -- same vocabulary
  else_end_line INTEGER,          -- last line of the else branch
  else_refusal TEXT,              -- like nested_refusal, of the else branch
  else_calls_json TEXT NOT NULL,  -- callees inside the else branch
  in_handler  INTEGER NOT NULL    -- 0|1 (linked)
) STRICT;

-- ───────────────────────────────────────────── environment

CREATE TABLE env_read (           -- every read of an environment variable in code
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  function_id INTEGER REFERENCES "function"(id),
  name        TEXT,               -- NULL when it is computed
  reader      TEXT NOT NULL,      -- process.env | import.meta.env | Deno.env | Bun.env | bindings (of a worker: declared in wrangler files) | $env (SvelteKit and Astro modules) | helper | schema | os.environ | settings
  usage       TEXT NOT NULL,      -- value | condition | comparison | assignment | delete | argument | property | optional (`?.`, `?? null`, or read by a helper that by its name expects it to be missing) | mirror (copied into an object of variables under a name) | choice (of one of several providers)
  default_kind TEXT NOT NULL,     -- none | literal | empty | expression | env
  default_value TEXT,             -- the literal, unless the name or the value looks like a secret (then its masked form)
  default_length INTEGER,         -- length of the literal default
  is_stand_in INTEGER NOT NULL,   -- 0|1 the literal default says that it only lets a build or a test go on: build-placeholder, dummy, not-set
  is_required INTEGER NOT NULL,   -- 0|1 asserted (`!`), thrown when missing, or required by a schema
  is_validated INTEGER NOT NULL,  -- 0|1 checked by a schema or an explicit test that throws or exits
  compared_to TEXT                -- literal it is compared with
) STRICT;

CREATE TABLE env_exposure (       -- variables that a bundler's configuration writes into what it builds for browsers: define, DefinePlugin, EnvironmentPlugin, env of next.config
  file     TEXT NOT NULL,
  line     INTEGER NOT NULL,
  name     TEXT,                  -- what the built code calls it, without process.env. and import.meta.env.; NULL for the whole environment
  env_name TEXT,                  -- variable it comes from; NULL for the whole environment, and where a name is given a value that is written or computed there
  via      TEXT NOT NULL          -- define | plugin | next
) STRICT;

CREATE TABLE env_write (          -- process.env.X = … in code (tests and scripts set them so)
  file TEXT NOT NULL,
  line INTEGER NOT NULL,
  name TEXT NOT NULL,
  value TEXT                      -- literal, masked when secret
) STRICT;

CREATE TABLE env_given (          -- variables that code gives to processes, workers and containers that it starts; what it hands through from its own settings is left out
  file TEXT NOT NULL,
  line INTEGER NOT NULL,
  name TEXT NOT NULL
) STRICT;

CREATE TABLE env_declaration (    -- every place that declares a variable
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  name        TEXT NOT NULL,
  source      TEXT NOT NULL,      -- example | env | schema | types | dockerfile | compose | kubernetes | workflow | vercel | netlify | render | fly | railway | heroku | procfile | pm2 | systemd | serverless | wrangler | infrastructure (code of Pulumi, the CDK; Terraform, an app of DigitalOcean) | script | turbo | docs | platform
  value_kind  TEXT NOT NULL,      -- empty | placeholder | literal | secret | reference | unknown
  value       TEXT,               -- only when it is harmless: numbers, booleans, modes, model ids, URLs (without credentials); of a reference its default; NULL otherwise
  is_commented INTEGER NOT NULL,  -- 0|1 `# KEY=` in an example file
  is_optional INTEGER NOT NULL,   -- 0|1 a schema says so
  environment TEXT                -- production | preview | development | test, where the file says so
) STRICT;

CREATE TABLE env_file (           -- env files that are there: with values, or as examples
  path        TEXT PRIMARY KEY,
  source      TEXT NOT NULL,      -- env | example
  environment TEXT,               -- production | preview | development | test, where the name says so
  is_tracked  INTEGER             -- 0|1 git has it; NULL where there is no git to ask (a file that git would ignore is not read at all)
) STRICT;

CREATE TABLE secret (             -- secrets in files, as far as their own shape proves them (prefix and length, checksum, payload, a counterpart beside them); never their values
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  kind        TEXT NOT NULL,      -- stripe | live-key (sk_live_ of somebody else) | github | npm | slack | slack-webhook | openai | anthropic | google | sendgrid | resend | groq | supabase | telegram | discord | aws | twilio | private-key | database-url | random (a variable of an env file whose value nobody made up)
  name        TEXT NOT NULL,      -- what a person calls it
  shown       TEXT NOT NULL,      -- prefix and length; of kind random the variable
  number      INTEGER NOT NULL,   -- the same for places that hold the same secret
  is_tracked  INTEGER             -- 0|1 as in env_file
) STRICT;

CREATE TABLE env_validation (     -- places that check the environment: schemas, tests that throw, exit or refuse, and lists of what a script demands
  file TEXT NOT NULL,
  line INTEGER NOT NULL,
  function_id INTEGER REFERENCES "function"(id), -- NULL at module level: checked when the file is loaded
  kind TEXT NOT NULL,             -- zod | t3-env | envalid | env-var | convict | joi | yup | valibot | arktype | class-validator | json-schema (env-schema, @fastify/env) | nest | throw
  names_json TEXT NOT NULL        -- variables it covers; [] when it covers all of process.env
) STRICT;

CREATE TABLE setting_refusal (    -- conditions about a secret of the settings under which code throws, raises or exits: its default in production, a placeholder, too few characters
  file      TEXT NOT NULL,
  line      INTEGER NOT NULL,
  name      TEXT NOT NULL         -- what the condition calls the setting, its letters and digits in lower case: jwtsecret for JWT_SECRET and for config.jwt.secret
) STRICT;

CREATE TABLE idle_setting (       -- values of objects of settings that hold environment variables and that nothing reads: no member, no key, no text of that name (linked)
  file     TEXT NOT NULL,
  line     INTEGER NOT NULL,
  end_line INTEGER NOT NULL,
  path     TEXT NOT NULL          -- keys that lead to it: security.secretKey
) STRICT;

CREATE TABLE env_near_miss (      -- an undeclared name and the declared, unread one it was probably meant to be (linked)
  name     TEXT NOT NULL,         -- read, not declared
  declared TEXT NOT NULL,         -- declared, not read
  reason   TEXT NOT NULL,         -- prefix | spelling | word | order | plural | synonym
  distance INTEGER NOT NULL       -- edits (spelling) or words that differ
) STRICT;

-- ───────────────────────────────────────────── servers, routes, jobs, listeners

CREATE TABLE server (             -- places where a process starts to serve or to work
  file TEXT NOT NULL,
  line INTEGER NOT NULL,
  package_dir TEXT,
  framework TEXT NOT NULL,        -- express | fastify | hono | koa | nest | next | node-http | ws | bun | deno | nextjs-routes | lambda | worker | remix | sveltekit | nuxt …
  function_id INTEGER REFERENCES "function"(id), -- function that starts it; NULL when the module itself does
  kind TEXT NOT NULL              -- long-running (owns its process) | serverless (each request may be a new process) | worker (consumes a queue)
) STRICT;

CREATE TABLE deployed_app (       -- what is deployed from this repository: services and workers, and the apps that a framework's own server or a platform runs; one per package (linked)
  dir         TEXT PRIMARY KEY,   -- package folder; '' for the root, and where there is no package
  package_dir TEXT,               -- the same; NULL where there is no package
  name        TEXT NOT NULL,      -- name of the package, else its folder, else "app"
  framework   TEXT NOT NULL,      -- as in server
  kind        TEXT NOT NULL,      -- long-running | worker | serverless (Next.js, Nuxt, SvelteKit, Remix without a server of their own)
  file        TEXT NOT NULL,      -- where it listens, its first route, or its manifest
  line        INTEGER NOT NULL,
  is_server   INTEGER NOT NULL,   -- 0|1 one process answers many requests, for long: it listens by itself, or an image or platform starts its framework's server; 0 where a platform runs functions, and where nothing shows how it runs
  is_released INTEGER NOT NULL,   -- 0|1 more than an image or a start script shows it: the file of a platform, a workflow that deploys, a stack that is kept running, an address
  production  TEXT                -- place that shows that it is put into production: a deploy file, a workflow that deploys, a start script for production, a public address of its own; NULL = nothing shows it
) STRICT;

CREATE TABLE deployed_part (      -- packages whose code runs in a deployed app: its own, and the workspace packages it depends on (linked)
  app_dir  TEXT NOT NULL,         -- deployed_app.dir
  part_dir TEXT NOT NULL          -- package folder; join with coalesce(file.package_dir, '')
) STRICT;

CREATE TABLE route (              -- every HTTP route
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  framework   TEXT NOT NULL,
  method      TEXT NOT NULL,      -- GET | POST | … | ALL | WS
  path        TEXT,               -- as written at the router; NULL when computed
  full_path   TEXT,               -- with mounts and prefixes resolved (linked), parameters as :name; a router that is mounted twice gives two rows; NULL when a part is computed
  handler_id  INTEGER REFERENCES "function"(id), -- last handler
  handler     TEXT,               -- its source text or name
  middleware_json TEXT NOT NULL,  -- callee texts of the handlers before it
  router      TEXT                -- local name of the app or router
) STRICT;

CREATE TABLE middleware (         -- app.use(…), register(…), app.addHook(…), Next.js middleware.ts, Nest global guards
  file      TEXT NOT NULL,
  line      INTEGER NOT NULL,
  framework TEXT NOT NULL,
  path      TEXT,                 -- mount path
  name      TEXT NOT NULL,        -- source text of what is mounted: cors({...}) → cors
  module    TEXT,                 -- package it comes from
  call_id   INTEGER REFERENCES call(id), -- the call that builds it (cors(...)), or the use() call
  handler_id INTEGER REFERENCES "function"(id), -- when it is a function of the project
  router    TEXT,                 -- local name of the app or router
  target_file TEXT                -- file of the mounted router, when it is one of the project's (linked)
) STRICT;

CREATE TABLE exposed_route (      -- what a deployed app answers from outside, its routes and server actions: what it is for and what limits how often it is asked (linked)
  app_dir    TEXT NOT NULL,       -- deployed_app.dir
  file       TEXT NOT NULL,
  line       INTEGER NOT NULL,
  method     TEXT NOT NULL,       -- as in route; ACTION for a server action
  path       TEXT,                -- full path as far as it is known, or the action's name
  purpose    TEXT NOT NULL,       -- auth (passwords or codes can be tried, mails sent) | api | admin (a console of one's own staff) | webhook (or another caller whose signature is checked) | job (a scheduler calls it) | health | page (documents, feeds, pictures, redirects) | empty (it only says that nothing is there, or where it is)
  is_followed INTEGER NOT NULL,   -- 0|1 its handler is known
  is_guarded INTEGER NOT NULL,    -- 0|1 it, or what stands before it, asks who is there
  limited_by TEXT,                -- limiter that a request passes, with its place; NULL = none is seen
  auth_service TEXT,              -- of purpose auth: service or library that limits sign-in by itself
  cost       TEXT                 -- model | mail | sms: what it pays a vendor for with each request; NULL = nothing that is seen
) STRICT;

CREATE TABLE request_limit (      -- limiters of the requests that a deployed app receives, whether or not the routes behind them are known (linked)
  app_dir    TEXT NOT NULL,       -- deployed_app.dir
  file       TEXT NOT NULL,
  line       INTEGER NOT NULL,
  name       TEXT NOT NULL,       -- the call, guard or setting
  kind       TEXT NOT NULL        -- package | own (a function of the project) | global (before every route) | edge (proxy, gateway or ingress)
) STRICT;

CREATE TABLE health_check (       -- ways to ask from outside whether the service is well (linked)
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  path        TEXT,               -- full path; NULL for a library that brings its own
  kind        TEXT NOT NULL,      -- readiness | liveness | health: what the path says
  library     TEXT,               -- package that answers, when one does
  handler_id  INTEGER REFERENCES "function"(id),
  asks_json   TEXT NOT NULL,      -- array of the packages (fetch for HTTP) of the dependencies it asks, within three calls
  unfollowed_json TEXT NOT NULL,  -- array of the callees that may ask something and could not be followed
  failure_status INTEGER,         -- an error status in reach by which it can say no (one in a catch only where something is asked); NULL = none
  answers_207 INTEGER NOT NULL,   -- 0|1 207 is in reach: a success to whatever asks
  lets_errors_out INTEGER NOT NULL -- 0|1 an error of what it asks leaves the handler: not caught, thrown again, or given to next()
) STRICT;

CREATE TABLE job (                -- scheduled work
  file       TEXT NOT NULL,
  line       INTEGER NOT NULL,
  scheduler  TEXT NOT NULL,       -- node-cron | cron | croner | node-schedule | agenda | bullmq | bull | pg-boss | toad-scheduler | nest | inngest | trigger | vercel | github | setInterval | celery | apscheduler …
  expression TEXT,                -- cron expression or interval as written; NULL when computed
  timezone   TEXT,                -- literal zone, or source text
  timezone_kind TEXT NOT NULL,    -- none | literal | expression | platform (the platform defines it) | unknown
  is_zone_dependent INTEGER,      -- 0|1 names an hour or a day; NULL when the expression is not known
  handler_id INTEGER REFERENCES "function"(id),
  call_id    INTEGER REFERENCES call(id)
) STRICT;

CREATE TABLE listener (           -- listeners and intervals
  file       TEXT NOT NULL,
  line       INTEGER NOT NULL,
  function_id INTEGER REFERENCES "function"(id),
  receiver   TEXT,                -- source text: process, socket, this.bus; NULL for setInterval
  receiver_scope TEXT NOT NULL,   -- module | imported | global | parameter | local | this | unknown: how long the emitter lives
  event      TEXT,                -- literal event name, or the interval's source text
  method     TEXT NOT NULL,       -- on | once | addListener | addEventListener | subscribe | setInterval
  is_removed INTEGER NOT NULL,    -- 0|1 off/removeListener/clearInterval/unsubscribe or AbortSignal for it in the same file
  in_loop    INTEGER NOT NULL,    -- 0|1
  in_handler INTEGER NOT NULL,    -- 0|1 (linked)
  call_id    INTEGER NOT NULL REFERENCES call(id)
) STRICT;

-- ───────────────────────────────────────────── tests: reports that a run left behind, nothing is ever run

CREATE TABLE coverage_report (    -- reports of how much of the code the tests ran
  file        TEXT PRIMARY KEY,   -- path of the report
  format      TEXT NOT NULL,      -- lcov | cobertura (also coverage.py's XML) | clover | istanbul | istanbul-summary | coverage.py
  written_on  TEXT,               -- day that it says, YYYY-MM-DD; NULL when it says none
  package_dir TEXT,               -- package that all its files belong to; of several, the one that it lies in (linked)
  roots_json  TEXT NOT NULL       -- array of the folders that its paths are relative to
) STRICT;

CREATE TABLE coverage (           -- what such a report says of each file
  report      TEXT NOT NULL REFERENCES coverage_report(file),
  path        TEXT NOT NULL,      -- as the report names it; '' for the sum where it gives no files
  file        TEXT,               -- the project's file that it means; NULL when there is none, or none any more (linked)
  lines       INTEGER NOT NULL,   -- lines (or statements) that could be run
  covered     INTEGER NOT NULL    -- those that were
) STRICT;

CREATE TABLE coverage_target (    -- how much the project itself asks for, in percent of lines
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  package_dir TEXT,               -- nearest manifest's folder (linked)
  percent     REAL NOT NULL,
  source      TEXT NOT NULL       -- prodcheck | jest | vitest | nyc | coverage.py | pytest-cov | codecov
) STRICT;

CREATE TABLE test_report (        -- reports of test runs
  file        TEXT PRIMARY KEY,   -- path of the report
  format      TEXT NOT NULL,      -- junit | jest (vitest too) | pytest | playwright
  written_on  TEXT,               -- day that it says, YYYY-MM-DD; NULL when it says none
  package_dir TEXT,               -- as in coverage_report (linked)
  tests       INTEGER NOT NULL,   -- all of them
  failed      INTEGER NOT NULL,   -- with errors
  skipped     INTEGER NOT NULL
) STRICT;

CREATE TABLE test_result (        -- tests of such a report that failed or were skipped
  report      TEXT NOT NULL REFERENCES test_report(file),
  name        TEXT NOT NULL,
  places_json TEXT NOT NULL,      -- array of what the report says of its place: paths, suites, modules with dots
  file        TEXT,               -- the project's file that it means (linked)
  status      TEXT NOT NULL,      -- failed | skipped
  message     TEXT                -- first line of the failure
) STRICT;

CREATE TABLE expected_status (    -- statuses that statements of tests name: assert response.status_code == 404, .expect(200)
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  function_id INTEGER REFERENCES "function"(id),
  status      INTEGER,            -- NULL when it is not said plainly: a variable, a range, "not 404"
  is_either   INTEGER NOT NULL    -- 0|1 an answer would do, and so would a page that is not there: in (201, 404), != 500
) STRICT;

CREATE TABLE test_request (       -- requests of tests to the application itself, and the route that answers (linked)
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  call_id     INTEGER NOT NULL REFERENCES call(id),
  function_id INTEGER REFERENCES "function"(id),
  package_dir TEXT,               -- nearest manifest's folder
  client      TEXT NOT NULL,      -- supertest | chai-http | inject | hono | playwright | fetch | testclient | httpx | flask | django
  method      TEXT NOT NULL,      -- GET | POST | …; ALL when it is not known
  path        TEXT NOT NULL,      -- without host and query; holes as ${}
  expects     TEXT NOT NULL,      -- answer | missing (404, 405, 410 are among the statuses that its test names) | either (an answer or a page that is not there) | open (a variable) | nothing (it is sent outside of a test)
  outcome     TEXT NOT NULL,      -- served (a route has this path) | missing (none, as far as routes are known) | unknown
  reason      TEXT,               -- served: the route and its place; unknown: why it cannot be told
  nearest     TEXT,               -- of a missing one: the full path of the route that is most like it
  is_moved    INTEGER NOT NULL    -- 0|1 of a missing one: a route has this path with more before it, or less
) STRICT;

CREATE TABLE mock (               -- members that tests replace (linked)
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  function_id INTEGER REFERENCES "function"(id),
  tool        TEXT NOT NULL,      -- patch | patch.object | monkeypatch | mocker.patch | spyOn | stub | mock (a factory of vi.mock or jest.mock)
  target      TEXT NOT NULL,      -- as written: app.mail.send, MailService
  target_file TEXT,               -- the project's file that should have it
  member      TEXT NOT NULL,      -- name that is replaced
  is_created  INTEGER NOT NULL,   -- 0|1 it is made where it is not there: create=True, raising=False
  outcome     TEXT NOT NULL,      -- found | missing | unknown (a package's, or something that cannot be read whole)
  nearest     TEXT                -- of a missing one: the name there that is most like it
) STRICT;

-- ───────────────────────────────────────────── database

CREATE TABLE db_query (           -- what the code asks of a database: one row per query, also when it goes on through a variable; of SQL and Prisma one for every table that it touches, with the same call_id
  id          INTEGER PRIMARY KEY,
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,   -- of the call that names the target: .from("t"), .rpc("f"), prisma.user.findMany(); of SQL text that of the table's name, as far as it is written in place
  function_id INTEGER REFERENCES "function"(id),
  call_id     INTEGER REFERENCES call(id), -- the chain's end: the call that is awaited
  client      TEXT NOT NULL,      -- supabase-js | pg | postgres | @vercel/postgres | @neondatabase/serverless | pg-promise | slonik | prisma | drizzle | knex | kysely | typeorm | sequelize: all but supabase-js throw when a query fails
  dialect     TEXT,               -- postgresql | mysql | sqlite | mongodb …: what it talks to; NULL when it is not known
  target_kind TEXT NOT NULL,      -- table | function | bucket | sql (text that is computed or does not parse)
  target      TEXT,               -- table, function or bucket name in the database (models and fields mapped), constants looked up; NULL when computed
  schema      TEXT,               -- when .schema('x') or x.y is used, or the model says it
  is_name_open INTEGER NOT NULL,  -- 0|1 of SQL text: the name may stand for something else, because its schema is computed, or because a part that is put in or comes before may name a WITH query so
  operation   TEXT NOT NULL,      -- select | insert | update | upsert | delete | rpc | raw | unknown; of a bucket what its method amounts to; of a table that a write only reads: select
  columns_json TEXT,              -- selected or written columns of the target itself (no embedded tables; of a join those that name their table), arguments of a function; a spread may write more; NULL when computed
  columns_text TEXT,              -- supabase-js: the select string as written, constants looked up; "*" when there is none
  filters_json TEXT NOT NULL,     -- array of {"column","operator","value"?,"pattern"?,"function"?}; operators as in PostgREST: eq, neq, gt, in, like, ilike, is, fts, not.is, or.eq …, and join (compared with a column of another table); value when literal; pattern of like: contains | starts | ends; function around the column: lower; what is computed is left out
  is_open     INTEGER NOT NULL,   -- 0|1 its conditions, order or limit are partly computed: there may be more of them
  order_json  TEXT NOT NULL,      -- array of columns
  row_limit   INTEGER,            -- limit or range size
  is_single   INTEGER NOT NULL,   -- 0|1 .single() or .maybeSingle(), findUnique, executeTakeFirst
  count_mode  TEXT,               -- exact | planned | estimated; computed when it is not known before the code runs; NULL when no count is asked for
  is_head     INTEGER NOT NULL,   -- 0|1 { head: true }, count(): no row comes back
  again       TEXT,               -- of SQL text, what a second time does: skips (ON CONFLICT DO NOTHING) | counts (n = n + 1); NULL for anything else
  result_names TEXT,              -- JSON array of what is taken of the answer and read: ["data","error"]; NULL for clients that throw
  is_error_checked INTEGER,       -- 0|1 `error` (or status) is read, thrown (throwOnError) or the whole answer goes on to a caller; NULL when it cannot be told; always 1 for clients that throw
  absent_data TEXT,               -- what the code does when `data` or the count is missing: trusted (taken for "there is none": it goes on to write or to allow) | stops (throws, refuses, gives up) | returned (the caller gets null or an empty default) | used (shown, or put to another use); NULL when nothing reads it, and for clients that throw
  is_forgiven INTEGER NOT NULL,   -- 0|1 meant to fail without consequence: in the handling of another error, or in a try whose catch only logs
  is_awaited  INTEGER NOT NULL,   -- 0|1 awaited, here or later, or .then(): a lazy builder that is not is never sent
  in_loop     INTEGER NOT NULL,   -- 0|1
  loop        TEXT NOT NULL,      -- what the loops around it go through: none | fixed (a list or a bound written in the code) | items (a list) | batches (parts of a list) | counter (pages, a queue, for ever) | attempts (tries again)
  loop_over   TEXT,               -- source text of the list
  loop_query_id INTEGER REFERENCES db_query(id) -- query whose rows the list is, or is made of, here or in the function that is called for it; NULL when that is not known (linked)
) STRICT;

CREATE TABLE sql_part (           -- what code writes into the text of SQL by itself (template, concatenation, f-string), instead of handing it over as a parameter
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  call_id     INTEGER NOT NULL REFERENCES call(id), -- call that sends the text
  function_id INTEGER REFERENCES "function"(id),
  text        TEXT NOT NULL,      -- source text of the part, up to 80 characters
  origin      TEXT NOT NULL,      -- the worst of what it may be: request (body, query, params, headers of a request) | parameter (of the function around) | unknown | call (what another function answers) | environment | checked (went through something that validates) | quoted (through something that escapes) | choice (one of several that stand in the code) | number | constant
  parameter   INTEGER,            -- of a parameter its index, from 0
  is_checked  INTEGER NOT NULL,   -- 0|1 the function asks about it, or about all it is made of: a list of what is allowed, a pattern, a comparison
  is_derived  INTEGER NOT NULL    -- 0|1 it is made of another text: replace(), trim(), toLowerCase()
) STRICT;

CREATE TABLE db_datasource (      -- databases that a schema file names: datasource of schema.prisma
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  client      TEXT NOT NULL,      -- prisma
  dialect     TEXT,               -- as in db_query
  url_name    TEXT                -- environment variable with its address; NULL when it says none
) STRICT;

CREATE TABLE db_address (         -- addresses of databases in Python code, env files and deploy files: only what their scheme says
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  dialect     TEXT NOT NULL,      -- postgresql | mysql | sqlite | mssql | oracle
  driver      TEXT                -- asyncpg in postgresql+asyncpg://; NULL when it names none
) STRICT;

CREATE TABLE db_model (           -- tables as code describes them: models of schema.prisma, tables of Drizzle, entities of TypeORM, models and tables of SQLAlchemy and SQLModel
  id          INTEGER PRIMARY KEY,
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  client      TEXT NOT NULL,      -- prisma | drizzle | typeorm | sqlalchemy
  name        TEXT NOT NULL,      -- model, or class; of Drizzle the table's name again; of SQLAlchemy's Table the variable
  kind        TEXT NOT NULL,      -- table | view
  schema      TEXT,               -- when it says one
  target      TEXT NOT NULL,      -- name in the database
  dialect     TEXT                -- as in db_query (linked)
) STRICT;

CREATE TABLE db_model_column (    -- their columns, and the relations between them
  model_id    INTEGER NOT NULL REFERENCES db_model(id),
  field       TEXT NOT NULL,      -- name in the code
  column_name TEXT,               -- name in the database; NULL for a relation
  type        TEXT,               -- as written: String, Post[]; NULL when it is not written
  type_dialect TEXT,              -- of SQLAlchemy's types: the one database whose module it comes from; NULL for those of any, and for other clients
  line        INTEGER,            -- of the column; NULL where it is not known
  is_unique   INTEGER NOT NULL,   -- 0|1 the column alone is the primary key or unique
  relation    TEXT,               -- model on the other side (linked)
  relation_name TEXT,             -- name that tells it from other relations between the two
  local_json  TEXT,               -- array of fields that hold the other side's key; NULL when the other side holds this one's
  foreign_json TEXT               -- array of the other side's fields that they hold
) STRICT;

CREATE TABLE dialect_use (        -- what SQLAlchemy code asks of a database that not every one has: operators and methods of columns, and functions
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  function_id INTEGER REFERENCES "function"(id),
  kind        TEXT NOT NULL,      -- method (.astext, .contains) | operator (.op("@>")) | function (func.to_tsvector)
  name        TEXT NOT NULL,      -- astext, @>, to_tsvector
  model       TEXT,               -- class or table whose column it is used on, as written; NULL when that is not written there
  field       TEXT,               -- the column
  has_path    INTEGER NOT NULL,   -- 0|1 on a part of the column: Lead.data["email"]
  argument    TEXT,               -- kind of the first argument, as in call.argument_1_kind; NULL without one
  condition   TEXT,               -- innermost condition it depends on within the function, source text
  is_guarded  INTEGER NOT NULL    -- 0|1 its file asks which database it talks to
) STRICT;

CREATE TABLE statement_argument ( -- what a call that runs a statement is given first in Python, followed through a name of the function or module that is set once
  call_id     INTEGER NOT NULL REFERENCES call(id),
  line        INTEGER NOT NULL,   -- where it is built
  kind        TEXT NOT NULL,      -- as in call.argument_1_kind; string also for strings that are put together
  text        TEXT NOT NULL       -- literal value, or source text, up to 200 characters
) STRICT;

CREATE TABLE declared_relation (  -- tables, views and functions that some file says it creates, or whose generated types it holds; weaker witnesses than a catalogue
  file   TEXT NOT NULL,
  line   INTEGER NOT NULL,
  kind   TEXT NOT NULL,           -- table (of types views too) | view | function
  schema TEXT,                    -- as written
  name   TEXT NOT NULL,
  columns_json TEXT,              -- of generated types: array of the table's columns
  source TEXT NOT NULL            -- sql (a migration, or any other file) | code (SQL inside it) | docs | types (generated by Supabase)
) STRICT;

CREATE TABLE redis_command (      -- Redis commands that write a key, set its lifetime or ask for it, and scripts
  id        INTEGER PRIMARY KEY,  -- in the order of the source; within one chain the last comes first
  file      TEXT NOT NULL,
  line      INTEGER NOT NULL,
  call_id   INTEGER NOT NULL REFERENCES call(id),
  scope_id  INTEGER REFERENCES "function"(id), -- function it runs in, callbacks of promises, loops and commands left out; NULL at module level
  client    TEXT,                 -- package of the client; NULL when the receiver's origin is not known (linked)
  receiver  TEXT NOT NULL,        -- source text of the connection, also for what is sent in a batch
  command   TEXT NOT NULL,        -- in capitals: INCR, EXPIRE, SET (SETEX too), EVAL for every kind of script
  key       TEXT,                 -- source text of the key, constants replaced by their text; NULL for scripts
  batch     TEXT NOT NULL,        -- none | multi (a transaction) | pipeline (one round trip, no transaction)
  batch_id  INTEGER REFERENCES call(id), -- the call that began the batch
  has_ttl   INTEGER,              -- 0|1 sets the key's lifetime itself: SET … EX, a script with EXPIRE; NULL when it cannot be told
  is_nx     INTEGER NOT NULL,     -- 0|1 NX option, SETNX
  condition TEXT                  -- innermost condition it depends on within the scope, source text; NULL when it always runs
) STRICT;

-- ───────────────────────────────────────────── migrations (SQL ones, applied to an embedded Postgres; the catalogue below is then what they made)

CREATE TABLE migration_file (     -- SQL migrations in the order in which they are applied
  path        TEXT NOT NULL,
  folder      TEXT NOT NULL,      -- the one that the tool is pointed at
  tool        TEXT NOT NULL,      -- supabase | prisma | drizzle | flyway | dbmate | goose | node-pg-migrate | plain | dump
  position    INTEGER NOT NULL,   -- 1 for the first of all files
  statements  INTEGER NOT NULL,   -- on the way up
  written_on  TEXT,               -- day in its name, YYYY-MM-DD; NULL when there is none
  parse_error TEXT                -- why Postgres's parser refuses the file; its statements were told apart by their semicolons
) STRICT;

CREATE TABLE base_branch (        -- one row where the migrations are in a git repository: the branch that work is merged into
  name    TEXT,                   -- what origin/HEAD names, else main or master; NULL when HEAD is on no branch and there is none of these
  is_head INTEGER NOT NULL,       -- 0|1 HEAD is on it, or there is no other
  commits INTEGER NOT NULL,       -- that were looked at, along first parents; 0 when history cannot be read
  gap     TEXT                    -- why older ones were not; NULL when all that matters was read
) STRICT;

CREATE TABLE file_version (       -- contents and names that a migration had on the base branch, then what HEAD and the working tree made of it
  path         TEXT NOT NULL,     -- of the file today
  number       INTEGER NOT NULL,  -- 1 for the oldest
  name         TEXT NOT NULL,     -- its path then
  blob         TEXT NOT NULL,     -- git's id of the content
  commit_id    TEXT,              -- that brought it to the base branch (the merge, where there was one); HEAD; NULL of the working tree
  committed_at TEXT,              -- ISO; NULL of the working tree
  is_on_base   INTEGER NOT NULL,  -- 0|1
  is_start     INTEGER NOT NULL   -- 0|1 it came with this commit; 0 where history could be read no further, and it may be older
) STRICT;

CREATE TABLE migration_statement ( -- statements of migrations
  file     TEXT NOT NULL,
  line     INTEGER NOT NULL,      -- of its first word
  position INTEGER NOT NULL,      -- 1 for the first statement of its file
  kind     TEXT,                  -- Postgres's name: CreateStmt, IndexStmt, AlterTableStmt, CreatePolicyStmt …; NULL when it does not parse
  text     TEXT NOT NULL,         -- the first 2,000 characters, secrets hidden; of statements about data without any value
  status   TEXT NOT NULL          -- applied | failed | skipped (an extension that the embedded engine lacks, or a statement that did not end) | read (with --db, --schema or --no-replay: nothing is applied)
) STRICT;

CREATE TABLE migration_action (   -- what a statement of a migration does to one object; a statement may do several things, and most do none of these
  file           TEXT NOT NULL,
  line           INTEGER NOT NULL,
  position       INTEGER NOT NULL, -- of the statement in its file
  action         TEXT NOT NULL,    -- create-table (CREATE TABLE AS and materialised views too) | add-column (of a new table too) | drop-column | rename-column | change-type | set-not-null | drop-not-null | add-constraint | validate-constraint | drop-constraint | detach-partition | rename-table | drop-table | truncate | create-index | drop-index | reindex | add-enum-value | create-extension | drop-schema | drop-database | set (lock_timeout, statement_timeout) | begin | commit | rollback | write | overlong-identifier
  schema         TEXT,             -- as written
  table_name     TEXT,
  name           TEXT,             -- column, index, constraint, type, setting or extension; an overlong identifier in full
  detail         TEXT,             -- of a constraint check | foreign-key | unique | primary-key | exclusion | not-null | domain; new name; value of a setting; insert | update | delete; unique (index); identity | generated (column); using (change of type); placed (enum value); materialised (table)
  type           TEXT,             -- of a column, as Postgres's parser calls it: int4, varchar(20), text[]
  old_type       TEXT,             -- of a changed column, when a migration before says it
  is_rewrite     INTEGER,          -- 0|1 of a changed type: the table is written anew; NULL when that cannot be told, and of all else
  is_concurrent  INTEGER NOT NULL, -- 0|1
  is_not_valid   INTEGER NOT NULL, -- 0|1
  uses_index     INTEGER NOT NULL, -- 0|1 USING INDEX
  is_cascade     INTEGER NOT NULL, -- 0|1
  is_conditional INTEGER NOT NULL, -- 0|1 IF EXISTS, IF NOT EXISTS
  is_required    INTEGER NOT NULL, -- 0|1 NOT NULL
  default_kind   TEXT NOT NULL,    -- none | constant (worked out once) | volatile (for each row) | unknown
  on_new_table   INTEGER NOT NULL, -- 0|1 the same file makes the table: nobody uses it yet
  in_transaction INTEGER           -- 0|1; NULL when it depends on the tool's version or is not known
) STRICT;

CREATE TABLE migration_failure (  -- statements that failed
  file     TEXT NOT NULL,
  line     INTEGER NOT NULL,
  position INTEGER NOT NULL,      -- of the statement in its file
  sqlstate TEXT NOT NULL,         -- Postgres's code: 42P01 (no such table), 42P07 (there already) …; '' when the statement did not end
  reason   TEXT NOT NULL,         -- Postgres's words, secrets hidden
  cause    TEXT NOT NULL,         -- own | consequence (of a statement that failed before) | assumption (about a table that nothing creates) | extension (none before creates it) | engine (what the embedded one lacks or forbids, and what only the project's own runner fills in)
  cause_file TEXT,                -- of a consequence, the statement that is to blame
  cause_line INTEGER
) STRICT;

CREATE TABLE migration_assumption ( -- what migrations take for granted and none creates: inferred once, with the columns that they name
  kind   TEXT NOT NULL,           -- table | schema | type | role | function | extension
  schema TEXT,                    -- of a table, type or function
  name   TEXT NOT NULL,
  file   TEXT NOT NULL,           -- where it was missed first
  line   INTEGER NOT NULL
) STRICT;

CREATE TABLE migration_gap (      -- tables that a statement which failed is about, or that two folders make with different columns: an index, a column or a policy may be missing, or still be there, in the catalogue only
  schema TEXT NOT NULL,
  "table" TEXT NOT NULL,
  kind   TEXT,                    -- of the statement, as in migration_statement
  file   TEXT NOT NULL,           -- of the first such statement of this kind
  line   INTEGER NOT NULL
) STRICT;

CREATE TABLE migration_object (   -- objects that migrations leave behind, at the statement that made them; what DO blocks and functions make is not among them
  kind   TEXT NOT NULL,           -- table | column | constraint | index | policy | trigger | view | sequence | function | extension
  schema TEXT,                    -- public where the statement names none; NULL for an extension
  "table" TEXT,                   -- of a column, constraint, policy or trigger
  name   TEXT NOT NULL,           -- of an unnamed index or constraint the one that Postgres gives it first
  file   TEXT NOT NULL,
  line   INTEGER NOT NULL         -- of a column or constraint its own
) STRICT;

-- ───────────────────────────────────────────── database catalogue (a live database, a snapshot, or replayed migrations: rules do not know which)
--
-- Names as Postgres folds them, without quotes. pg_catalog, information_schema and temporary schemas are left out. Expressions and definitions are
-- written by Postgres with an empty search_path, so that what is not in pg_catalog carries its schema; literals in them that may be secrets are masked.

CREATE TABLE catalog_source (     -- where the pg_* tables come from: one row, or none without a catalogue
  kind           TEXT NOT NULL,   -- live | snapshot | replay
  name           TEXT NOT NULL,   -- database (live), file (snapshot), folder of the migrations (replay)
  server_version TEXT NOT NULL,   -- 16.4
  server_number  INTEGER NOT NULL, -- 160004
  role           TEXT NOT NULL,   -- role that read it
  read_at        TEXT NOT NULL,   -- when the database was asked, YYYY-MM-DDTHH:MM:SSZ
  age_days       INTEGER NOT NULL, -- days between then and this audit
  has_statistics INTEGER NOT NULL -- 0|1 row estimates, sizes and counters come from a database in use; a replayed one is empty
) STRICT;

CREATE TABLE catalog_gap (        -- what of the catalogue could not be read; a rule that asks a table that is missing here answers unknown
  table_name TEXT NOT NULL,       -- pg_statement …
  reason     TEXT NOT NULL,       -- the server's answer
  is_partial INTEGER NOT NULL     -- 0|1 some of its rows were read
) STRICT;

CREATE TABLE pg_schema (          -- schemas
  name      TEXT NOT NULL,
  owner     TEXT NOT NULL,
  comment   TEXT,
  is_system INTEGER NOT NULL      -- 0|1 made by an extension or by the platform (Supabase's auth, storage …), not by the project
) STRICT;

CREATE TABLE pg_table (           -- tables; views are in pg_view
  schema       TEXT NOT NULL,
  name         TEXT NOT NULL,
  kind         TEXT NOT NULL,     -- table | partitioned | partition | foreign
  parent       TEXT,              -- schema.name of the table that this is a partition or a child of
  owner        TEXT NOT NULL,
  is_unlogged  INTEGER NOT NULL,  -- 0|1
  rls_enabled  INTEGER NOT NULL,  -- 0|1
  rls_forced   INTEGER NOT NULL,  -- 0|1 for its owner too
  row_estimate REAL,              -- rows by the planner's statistics or the server's counters; NULL when nothing is known
  bytes        REAL,              -- size with TOAST, without indexes, as of the last VACUUM or ANALYZE; NULL when there was none
  comment      TEXT,
  is_system    INTEGER NOT NULL   -- 0|1 made by an extension or by the platform
) STRICT;

CREATE TABLE pg_column (          -- columns of tables and views, those of extensions left out
  schema       TEXT NOT NULL,
  "table"      TEXT NOT NULL,     -- table or view
  position     INTEGER NOT NULL,  -- from 1, in the order of SELECT *
  name         TEXT NOT NULL,
  type         TEXT NOT NULL,     -- name in pg_type: int4, int8, text, varchar, timestamptz, jsonb, tsvector, vector; of an array that of its elements
  type_schema  TEXT NOT NULL,     -- pg_catalog for built-in types
  type_kind    TEXT NOT NULL,     -- base | enum | domain | composite | range | pseudo
  is_array     INTEGER NOT NULL,  -- 0|1
  type_text    TEXT NOT NULL,     -- as written: character varying(20), extensions.vector(1536), text[]
  is_nullable  INTEGER NOT NULL,  -- 0|1
  default_expression TEXT,        -- of DEFAULT or GENERATED
  generated    TEXT,              -- stored | virtual
  identity     TEXT,              -- always | by default
  comment      TEXT
) STRICT;

CREATE TABLE pg_index (           -- indexes
  schema     TEXT NOT NULL,
  "table"    TEXT NOT NULL,       -- table or materialised view
  name       TEXT NOT NULL,
  method     TEXT NOT NULL,       -- btree | hash | gin | gist | spgist | brin | hnsw | ivfflat …
  keys_json  TEXT NOT NULL,       -- array of key columns in order; an expression stands as its SQL
  included_json TEXT NOT NULL,    -- array of INCLUDE columns
  predicate  TEXT,                -- of a partial index
  is_unique  INTEGER NOT NULL,    -- 0|1
  is_primary INTEGER NOT NULL,    -- 0|1
  is_valid   INTEGER NOT NULL,    -- 0|1 0 after a CREATE INDEX CONCURRENTLY that failed
  is_constraint INTEGER NOT NULL, -- 0|1 belongs to a primary key, unique or exclusion constraint
  is_partition INTEGER NOT NULL,  -- 0|1 part of a partitioned table's index
  bytes      REAL,                -- as of the last VACUUM or ANALYZE
  scans      REAL,                -- since the counters were reset
  definition TEXT NOT NULL        -- CREATE INDEX …
) STRICT;

CREATE TABLE pg_index_column (    -- key columns of indexes
  schema         TEXT NOT NULL,
  "index"        TEXT NOT NULL,
  position       INTEGER NOT NULL, -- from 1
  "table"        TEXT NOT NULL,
  column_name    TEXT,            -- NULL for an expression
  expression     TEXT,            -- NULL for a column
  operator_class TEXT NOT NULL,   -- text_ops, text_pattern_ops, gin_trgm_ops, vector_cosine_ops …
  is_descending  INTEGER NOT NULL -- 0|1
) STRICT;

CREATE TABLE pg_constraint (      -- constraints; NOT NULL is in pg_column
  schema        TEXT NOT NULL,
  "table"       TEXT NOT NULL,
  name          TEXT NOT NULL,
  kind          TEXT NOT NULL,    -- primary | unique | foreign | check | exclusion
  columns_json  TEXT NOT NULL,    -- array of columns in order; empty when only expressions are meant
  target_schema TEXT,             -- of a foreign key
  target_table  TEXT,
  target_columns_json TEXT,       -- array of columns in order
  on_delete     TEXT,             -- no action | restrict | cascade | set null | set default
  on_update     TEXT,
  is_validated  INTEGER NOT NULL, -- 0|1 0 after NOT VALID
  is_deferrable INTEGER NOT NULL, -- 0|1
  is_inherited  INTEGER NOT NULL, -- 0|1 comes from a partitioned or parent table
  definition    TEXT NOT NULL     -- FOREIGN KEY (…) REFERENCES …
) STRICT;

CREATE TABLE pg_policy (          -- row-level security policies
  schema        TEXT NOT NULL,
  "table"       TEXT NOT NULL,
  name          TEXT NOT NULL,
  command       TEXT NOT NULL,    -- all | select | insert | update | delete
  roles_json    TEXT NOT NULL,    -- array of roles; ["public"] = everybody
  is_permissive INTEGER NOT NULL, -- 0|1
  using_expression TEXT,
  check_expression TEXT           -- of WITH CHECK
) STRICT;

CREATE TABLE pg_role (            -- roles, Postgres's own pg_* ones left out
  name             TEXT NOT NULL,
  is_superuser     INTEGER NOT NULL, -- 0|1
  can_login        INTEGER NOT NULL, -- 0|1
  bypasses_rls     INTEGER NOT NULL, -- 0|1
  can_create_role  INTEGER NOT NULL, -- 0|1
  can_create_database INTEGER NOT NULL, -- 0|1
  inherits         INTEGER NOT NULL, -- 0|1
  connection_limit INTEGER,       -- NULL = none
  member_of_json   TEXT NOT NULL, -- array of roles
  settings_json    TEXT NOT NULL  -- array of "name=value" of ALTER ROLE … SET in this database or in all
) STRICT;

CREATE TABLE pg_grant (           -- rights by object and role, those of the owner left out, default rights of PUBLIC included
  object_kind TEXT NOT NULL,      -- schema | table | view | sequence | function | column
  schema      TEXT NOT NULL,
  name        TEXT NOT NULL,      -- object; of a schema its own name
  detail      TEXT NOT NULL,      -- arguments of a function, name of a column, otherwise ''
  grantee     TEXT NOT NULL,      -- role; public = everybody
  privileges_json TEXT NOT NULL   -- array of SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER, MAINTAIN, USAGE, CREATE, EXECUTE
) STRICT;

CREATE TABLE pg_function (        -- functions and procedures, those in C of extensions left out
  schema      TEXT NOT NULL,
  name        TEXT NOT NULL,
  arguments   TEXT NOT NULL,      -- as written, without defaults: user_id uuid, amount numeric
  kind        TEXT NOT NULL,      -- function | procedure | aggregate | window
  returns     TEXT,               -- as written; NULL for a procedure
  language    TEXT NOT NULL,      -- sql | plpgsql | c …
  volatility  TEXT NOT NULL,      -- immutable | stable | volatile
  owner       TEXT NOT NULL,
  is_security_definer INTEGER NOT NULL, -- 0|1
  search_path TEXT,               -- of SET search_path; NULL = the caller's
  required_arguments INTEGER NOT NULL, -- number of input arguments without a default
  argument_names_json TEXT NOT NULL, -- array of input arguments' names, '' where there is none
  body        TEXT,               -- source, cut at 100000 characters; NULL for an SQL-standard body or what is compiled
  is_system   INTEGER NOT NULL    -- 0|1 made by an extension or by the platform
) STRICT;

CREATE TABLE pg_trigger (         -- triggers, those behind foreign keys left out
  schema          TEXT NOT NULL,
  "table"         TEXT NOT NULL,
  name            TEXT NOT NULL,
  timing          TEXT NOT NULL,  -- before | after | instead of
  events_json     TEXT NOT NULL,  -- array of insert, update, delete, truncate
  level           TEXT NOT NULL,  -- row | statement
  function_schema TEXT NOT NULL,
  function        TEXT NOT NULL,
  is_enabled      INTEGER NOT NULL -- 0|1
) STRICT;

CREATE TABLE pg_view (            -- views and materialised views
  schema       TEXT NOT NULL,
  name         TEXT NOT NULL,
  owner        TEXT NOT NULL,
  is_materialized INTEGER NOT NULL, -- 0|1
  is_security_invoker INTEGER NOT NULL, -- 0|1 rights and policies of who asks, not of the owner (since 15)
  tables_json  TEXT NOT NULL,     -- array of schema.name that it reads directly
  definition   TEXT,              -- the SELECT; NULL for views of extensions, and after the first two thousand
  comment      TEXT,
  is_system    INTEGER NOT NULL   -- 0|1 made by an extension or by the platform
) STRICT;

CREATE TABLE pg_extension (       -- extensions that are installed or could be
  name              TEXT NOT NULL,
  version           TEXT,         -- installed; NULL = not
  available_version TEXT,         -- the newest that the server offers; NULL = it no longer has it
  schema            TEXT          -- where it is installed
) STRICT;

CREATE TABLE pg_sequence (        -- sequences
  schema       TEXT NOT NULL,
  name         TEXT NOT NULL,
  type         TEXT NOT NULL,     -- smallint | integer | bigint
  owner_table  TEXT,              -- schema.name of the table whose column it feeds
  owner_column TEXT,
  increment    REAL NOT NULL,
  maximum      REAL NOT NULL,
  last_value   REAL,              -- of what ends at 2147483647 or before, its column's type included; NULL when never used, or without the right to look
  is_cycling   INTEGER NOT NULL   -- 0|1
) STRICT;

CREATE TABLE pg_type (            -- the project's own enums, domains and composite types
  schema      TEXT NOT NULL,
  name        TEXT NOT NULL,
  kind        TEXT NOT NULL,      -- enum | domain | composite
  labels_json TEXT NOT NULL,      -- array of an enum's labels in order
  base_type   TEXT                -- of a domain
) STRICT;

CREATE TABLE pg_setting (         -- server settings that decide about safety, limits and upkeep (no paths, no addresses)
  name   TEXT NOT NULL,
  value  TEXT NOT NULL,           -- for a new session
  unit   TEXT,                    -- ms, s, kB, 8kB …
  is_default INTEGER NOT NULL     -- 0|1 as Postgres ships it
) STRICT;

CREATE TABLE pg_database (        -- the database itself: one row
  name             TEXT NOT NULL,
  encoding         TEXT NOT NULL,
  collation        TEXT NOT NULL,
  connections      INTEGER,       -- open now, all databases
  idle_in_transaction INTEGER,    -- of these, waiting inside a transaction
  connection_limit INTEGER,       -- of this database; NULL = none
  transaction_age  REAL NOT NULL, -- transactions since the last freeze; the server stops at two thousand million
  deadlocks        REAL,          -- since the counters were reset
  counted_days     REAL,          -- days since the counters were reset; NULL = never, or not known
  settings_json    TEXT NOT NULL  -- array of "name=value" of ALTER DATABASE … SET
) STRICT;

CREATE TABLE pg_table_activity (  -- what the server counts per table
  schema          TEXT NOT NULL,
  "table"         TEXT NOT NULL,
  live_rows       REAL NOT NULL,
  dead_rows       REAL NOT NULL,
  changed_rows    REAL NOT NULL,  -- since the last ANALYZE
  sequential_scans REAL NOT NULL,
  index_scans     REAL NOT NULL,
  vacuumed_days   REAL,           -- days since the last VACUUM, automatic or not; NULL = never
  analyzed_days   REAL,           -- days since the last ANALYZE, automatic or not; NULL = never
  transaction_age REAL            -- transactions since its rows were frozen
) STRICT;

CREATE TABLE pg_statement (       -- the 500 statements that took most time, from pg_stat_statements; literals left out
  query       TEXT NOT NULL,      -- SELECT, INSERT, UPDATE, DELETE, MERGE and WITH only, cut at 4000 characters
  calls       REAL NOT NULL,
  total_ms    REAL NOT NULL,
  mean_ms     REAL NOT NULL,
  rows        REAL NOT NULL,
  blocks_read REAL NOT NULL       -- from outside the server's own memory
) STRICT;

-- ───────────────────────────────────────────── a live Supabase project, asked through its API: heads and counts, never a row's values
--
-- Empty unless an audit was given --supabase-url.

CREATE TABLE supabase_project (   -- the project that was asked: one row, or none
  host          TEXT NOT NULL,    -- abcdefgh.supabase.co
  asked_at      TEXT NOT NULL,    -- YYYY-MM-DDTHH:MM:SSZ
  asked_anon    INTEGER NOT NULL, -- 0|1 as a stranger, with the anon (publishable) key
  asked_service INTEGER NOT NULL, -- 0|1 with the service (secret) key
  schemas_json  TEXT,             -- array of the schemas that its API serves; NULL when it does not say
  requests      INTEGER NOT NULL  -- how many it took
) STRICT;

CREATE TABLE supabase_gap (       -- what of the project could not be asked
  subject TEXT NOT NULL,          -- openapi | relations | buckets
  role    TEXT NOT NULL,          -- anon | service
  reason  TEXT NOT NULL           -- why
) STRICT;

CREATE TABLE supabase_relation (  -- what the API answered about each table and view that the code, the catalogue or the API itself names
  role      TEXT NOT NULL,        -- anon | service: with which key
  schema    TEXT NOT NULL,
  name      TEXT NOT NULL,
  answer    TEXT NOT NULL,        -- readable (row_count may be 0) | refused | missing | unserved (the API does not serve its schema) | unclear
  row_count INTEGER,              -- rows that the key may read; NULL when they were not counted: always so for service
  has_rows  INTEGER,              -- 0|1 at least one row; NULL when it is not known
  code      TEXT                  -- what came instead: PGRST205, 42501, HTTP 500, timeout
) STRICT;

CREATE TABLE supabase_function (  -- functions of the API that a stranger may call, as far as it or the catalogue says; none was called
  schema TEXT NOT NULL,
  name   TEXT NOT NULL,
  source TEXT NOT NULL            -- openapi (the API's own description) | catalog (EXECUTE for anon or PUBLIC)
) STRICT;

CREATE TABLE supabase_bucket (    -- storage buckets that the API lists, or that the code names
  name       TEXT NOT NULL,
  is_public  INTEGER,             -- 0|1 its files are served to whoever knows their address; NULL when it is not known
  is_listed  INTEGER NOT NULL     -- 0|1 a stranger is told that it exists
) STRICT;

-- ───────────────────────────────────────────── deployment

CREATE TABLE deploy_setting (     -- flat settings of deploy and CI files
  file    TEXT NOT NULL,
  line    INTEGER NOT NULL,
  kind    TEXT NOT NULL,          -- dockerfile | compose | kubernetes | vercel | netlify | render | fly | railway | procfile | workflow | heroku | pm2 | systemd | serverless | wrangler | digitalocean | script (a shell script that starts or releases) | proxy (nginx, Traefik, Caddy, Kong, ingress, Terraform …)
  service TEXT,                   -- compose service, k8s container, workflow job, docker stage (its index when it has no name)
  key     TEXT NOT NULL,          -- dotted. The same on every platform: platform, service, job, workload (that it is there), image, from, build, container_name, build-command, install-command, cmd, entrypoint, release, run, env.NODE_ENV, env_file, arg.X, user, run_as_non_root, port, volume, healthcheck (k8s: healthcheck.liveness, .readiness, .startup), restart, replicas, memory, termination_grace_period, region, cron, runtime, headers.X, rate_limit (what limits requests before they reach an app), script (the commands of a shell script). Workflows: on, runs-on, uses, run-if (condition of the step whose run has the same line), with.X, permissions, permissions.X. Of the docker stage that is shipped, with the stages it builds on: final-stage, final.from, final.user, final.healthcheck, final.cmd, final.env.X. Others as in the file
  value   TEXT                    -- as written, folded to one value; masked when secret; NULL for env values that are withheld
) STRICT;

CREATE TABLE alerting (            -- rules of Prometheus and Loki that raise an alarm, and receivers of Alertmanager and Grafana that tell somebody
  file    TEXT NOT NULL,
  line    INTEGER NOT NULL,
  kind    TEXT NOT NULL,          -- rule | receiver
  expression TEXT                 -- of a rule, up to 500 characters
) STRICT;

CREATE TABLE rollback_note (      -- lines of documents about going back to an earlier version, and scripts that are called so
  file    TEXT NOT NULL,
  line    INTEGER NOT NULL,
  text    TEXT NOT NULL           -- the line, up to 200 characters; the path of a script
) STRICT;

CREATE TABLE licence_note (       -- lines of documents, licence and notice files, and comments of deploy files and manifests, that name a copyleft licence for services
  file    TEXT NOT NULL,
  line    INTEGER NOT NULL,
  kind    TEXT NOT NULL,          -- own (the repository's licence itself) | note
  text    TEXT NOT NULL           -- the line, up to 200 characters
) STRICT;

CREATE TABLE runtime_version (    -- every declaration of a runtime, image, runner or action version
  file    TEXT NOT NULL,
  line    INTEGER NOT NULL,
  product TEXT NOT NULL,          -- node | python | postgresql | redis | nextjs | alpine | debian | ubuntu | github-runner | action …, as in data table runtime_eol
  version TEXT,                   -- lowest version it allows, e.g. 18, 3.9, 20.04; NULL when it floats (latest, lts)
  raw     TEXT NOT NULL,          -- as written
  source  TEXT NOT NULL,          -- engines | volta | package-manager | nvmrc | node-version | python-version | tool-versions | dockerfile | compose | kubernetes | workflow | dependency | vercel | netlify | render | heroku | serverless | supabase | live
  is_pinned INTEGER NOT NULL      -- 0|1 this is what runs (an image, .nvmrc, ^14.1.0); 0: floating, or a range that also allows newer majors (engines ">=18")
) STRICT;

-- ───────────────────────────────────────────── data (rules/data/*.yaml)

CREATE TABLE as_of (date TEXT NOT NULL) STRICT; -- one row: the date the audit judges by (--as-of), YYYY-MM-DD

CREATE TABLE sunset (             -- dated facts: what stops working when
  id          TEXT PRIMARY KEY,   -- e.g. openai-gpt-4-0314
  kind        TEXT NOT NULL,      -- model | api | auth | package | sdk
  vendor      TEXT NOT NULL,
  name        TEXT NOT NULL,      -- what a person calls it
  match       TEXT NOT NULL,      -- literal | url | header | env | call | import | option: what of the code shows it
  pattern     TEXT NOT NULL,      -- exact text for literal; JavaScript regular expression otherwise
  except_pattern TEXT,            -- regular expression that exempts
  module      TEXT,               -- for match = call, option, import: package the receiver must come from
  date        TEXT,               -- YYYY-MM-DD it stops; NULL = no date announced
  previous_dates_json TEXT NOT NULL, -- earlier announced dates
  effect      TEXT NOT NULL,      -- error | rerouted | billed-differently | unsupported | licence
  replacement TEXT,
  source      TEXT NOT NULL,      -- URL
  verified_at TEXT NOT NULL,      -- YYYY-MM-DD
  confidence  TEXT NOT NULL       -- A vendor | B copy of a vendor page | C one secondary source | U the date is not confirmed (a "not before" date): never more than low
) STRICT;

CREATE TABLE model_pattern (      -- what a model id of a vendor looks like, and which ids exist
  vendor  TEXT NOT NULL,
  pattern TEXT NOT NULL,          -- regular expression of its ids, dated or not
  clients TEXT NOT NULL,          -- regular expression on "<module> <symbol>.<path>" of calls that go to its own API
  hosts   TEXT NOT NULL,          -- regular expression on addresses of its own API
  dated_pattern TEXT,             -- regular expression of the dated ids that known_json can judge: none newer than the day it was verified; NULL = none
  known_json TEXT NOT NULL        -- every dated id known to have existed
) STRICT;

CREATE TABLE vendor (             -- how vendors write their names
  vendor  TEXT PRIMARY KEY,       -- as in sunset, model_pattern and sdk
  name    TEXT NOT NULL           -- as the vendor writes it
) STRICT;

CREATE TABLE model_gateway (      -- providers that serve other vendors' models under names and dates of their own
  name    TEXT NOT NULL,          -- who
  pattern TEXT NOT NULL           -- regular expression, any case, on modules, symbols, files, constants and variables that are about it
) STRICT;

CREATE TABLE runtime_eol (        -- end of life of runtimes, images, runners
  product TEXT NOT NULL,
  cycle   TEXT NOT NULL,          -- version cycle: 18, 3.9, 14, 20.04; for product action the `uses` value up to its major: actions/cache@v2
  date    TEXT NOT NULL,          -- YYYY-MM-DD
  source  TEXT NOT NULL,
  verified_at TEXT NOT NULL
) STRICT;

CREATE TABLE deprecated_package (
  ecosystem TEXT NOT NULL,        -- npm | python
  name      TEXT NOT NULL,
  below     TEXT,                 -- only versions below this one; NULL = all
  since     TEXT,                 -- YYYY-MM-DD
  reason    TEXT NOT NULL,
  replacement TEXT,
  source    TEXT NOT NULL,
  confidence TEXT NOT NULL
) STRICT;

CREATE TABLE send_quota (         -- how much mail a provider takes from one account
  provider    TEXT PRIMARY KEY,   -- as in sdk.vendor, where there is one
  name        TEXT NOT NULL,      -- as the provider writes it
  pattern     TEXT NOT NULL,      -- regular expression on vendor, host and the options of an SMTP transport, in lower case
  plan        TEXT NOT NULL,      -- whose limit it is: free plan, sandbox, personal account …
  per_day     INTEGER,            -- messages a day; NULL = no limit by the day
  per_month   INTEGER,            -- messages a month; NULL = none is known
  applies_to  TEXT NOT NULL,      -- plan (a paid plan lifts it) | new (until the provider trusts the account) | all (whoever pays, too)
  source      TEXT NOT NULL,
  verified_at TEXT,               -- YYYY-MM-DD on which the source was read; NULL: nobody has
  confidence  TEXT NOT NULL       -- as in sunset
) STRICT;

CREATE TABLE oauth_token (        -- access tokens that end by themselves, as people name the variables that hold them
  vendor      TEXT NOT NULL,      -- as the vendor writes it
  env_pattern TEXT NOT NULL,      -- regular expression on the whole name of the variable
  use_pattern TEXT NOT NULL,      -- regular expression on packages and addresses of the vendor: without them the name alone says too little
  lifetime    TEXT NOT NULL,      -- how long one lives, in words
  is_short    INTEGER NOT NULL,   -- 0|1 hours at most; 0: weeks, which lets a person renew it by hand
  client_pattern TEXT,            -- regular expression on names of variables and addresses that show an OAuth client, where the vendor also gives out keys that last; NULL = it gives none
  except_pattern TEXT,            -- regular expression on names of variables, packages and addresses beside it that show a token or an exchange that lasts
  renewal     TEXT NOT NULL,      -- how the vendor means it to be renewed
  source      TEXT NOT NULL,
  verified_at TEXT,               -- YYYY-MM-DD on which the source was read; NULL: nobody has
  confidence  TEXT NOT NULL       -- as in sunset
) STRICT;

CREATE TABLE copyleft_service (   -- images and packages under licences that ask something of whoever lets others use them over a network
  kind        TEXT NOT NULL,      -- image | npm | python
  pattern     TEXT NOT NULL,      -- regular expression on the whole name of the image (without registry docker.io, tag and digest) or package
  name        TEXT NOT NULL,      -- as its makers write it
  since       TEXT,               -- first version under that licence; NULL = all
  until       TEXT,               -- first version that is not under it any more; NULL = none
  licence     TEXT NOT NULL,      -- SPDX id or ids
  use         TEXT NOT NULL,      -- linked (part of one's own program) | served (visitors' browsers or clients talk to it) | internal (only one's own programs and staff do)
  asks        TEXT NOT NULL,      -- what it asks, in a sentence
  source      TEXT NOT NULL,
  verified_at TEXT,               -- YYYY-MM-DD on which the source was read; NULL: nobody has
  confidence  TEXT NOT NULL       -- as in sunset
) STRICT;

CREATE TABLE sdk (                -- SDKs and clients that talk to somebody else's service
  ecosystem TEXT NOT NULL,        -- npm | python: openai, stripe and twilio exist in both worlds, with other defaults
  module    TEXT NOT NULL,        -- as in call.package: npm package, or the name that Python imports
  vendor    TEXT NOT NULL,
  category  TEXT NOT NULL,        -- llm | mail | sms | crm | payment | http | storage | search | social | auth | monitoring | database | queue | cache | other
  methods   TEXT,                 -- regular expression on the end of symbol.path, at a member boundary, of calls that go over the network; NULL = all
  default_retries INTEGER,        -- retries after the first try that it makes by itself, at least; NULL = unknown
  retry_scope TEXT,               -- what those cover whatever the method: all | idempotent (all, but not POST or PATCH) | server (connection errors and 5xx, not 429) | status (error answers, no connection errors) | connection (no answers) | rate-limit (429 only); NULL = unknown or none
  retries_since TEXT,             -- first version that retries so; NULL = every version still in use
  default_timeout_seconds REAL,   -- NULL = unknown; 0 = none
  retry_option TEXT,              -- option(s) of the constructor or call that set retries, comma separated, dotted when nested
  timeout_option TEXT,            -- option(s) that set a time limit, written likewise
  source    TEXT NOT NULL         -- where the defaults are documented
) STRICT;

CREATE TABLE wrapper_module (     -- packages that retry, break, limit or queue
  module TEXT NOT NULL,
  kind   TEXT NOT NULL,           -- retry | breaker | rate-limit | timeout | queue
  symbols TEXT                    -- regular expression on the end of symbol.path of what does so; NULL = whatever takes a function
) STRICT;

CREATE TABLE connection_maker (   -- constructors and factories of clients that one process makes once and shares
  module TEXT NOT NULL,           -- npm package, as in call.package
  symbol TEXT NOT NULL,           -- regular expression on symbol.path of the construction, at a member boundary: Pool matches Pool and default.Pool
  kind   TEXT,                    -- new | call; NULL = both
  name   TEXT NOT NULL,           -- what a person calls it: pg Pool
  holds  TEXT NOT NULL,           -- connections (sockets to a server that stay open until they are closed) | dropped (sockets that are closed when nothing refers to the client any more) | http (no socket that must be closed, but timers, agents or caches)
  source TEXT NOT NULL            -- where the documentation says to make one
) STRICT;

CREATE TABLE platform_env (       -- variables a platform or runtime sets
  pattern TEXT NOT NULL,          -- regular expression on the whole name
  platform TEXT NOT NULL,         -- who sets it
  reader  TEXT                    -- only when read so, as in env_read.reader; NULL = however it is read
) STRICT;

CREATE TABLE module_role (        -- what a package is for
  module TEXT NOT NULL,
  role   TEXT NOT NULL            -- monitoring | logging | rate-limit | health | shutdown | validation | scheduler | queue | redis | database | postgres | http-server | auth | metrics | tracing | security-headers | cache | request-id | problem-details | push
) STRICT;

CREATE TABLE dialect_feature (    -- operators, methods, functions and column types that some databases have and others lack
  kind      TEXT NOT NULL,        -- method | operator | function | type (of a column): the first three as in dialect_use
  pattern   TEXT NOT NULL,        -- regular expression on the whole name
  databases TEXT NOT NULL,        -- regular expression on the whole dialect of those that have it
  what      TEXT NOT NULL,        -- what it is, in words: a JSON function of MySQL
  source    TEXT NOT NULL         -- where that is documented
) STRICT;

CREATE TABLE python_distribution ( -- distributions whose modules have another name than they do
  module       TEXT NOT NULL,     -- name that is imported, as in import.package: yaml, google.cloud.storage
  distribution TEXT NOT NULL      -- one that holds it, as in dependency.name: pyyaml; a module may come with several
) STRICT;

CREATE TABLE provided_package (   -- packages that a declared one brings along, so that importing them needs no line of its own
  provider TEXT NOT NULL,         -- declared package
  pattern  TEXT NOT NULL,         -- regular expression on the whole name of what comes with it
  source   TEXT NOT NULL          -- where that is documented
) STRICT;

CREATE TABLE deprecated_node_api ( -- APIs of Node.js that are deprecated
  module  TEXT,                   -- module without node:; NULL = a global
  member  TEXT NOT NULL,          -- regular expression on what is called below it
  kind    TEXT NOT NULL,          -- call | new | import (the module as a whole)
  since   TEXT NOT NULL,          -- version of Node.js that deprecated it
  removed TEXT,                   -- version that took it out; NULL = still there
  replacement TEXT NOT NULL,
  source  TEXT NOT NULL
) STRICT;

CREATE TABLE webhook_signer (     -- services that sign the webhooks they send, or send a secret along
  vendor  TEXT NOT NULL,
  name    TEXT NOT NULL,          -- as the vendor writes it
  path    TEXT NOT NULL,          -- regular expression on a route's path, its file and its handler's name, in lower case: what names the vendor
  carries TEXT,                   -- regular expression likewise: what else it delivers, for apps that depend on its package; NULL = nothing
  payload TEXT,                   -- regular expression on whole literals that only its handler holds: event types, headers; NULL = none that tell
  names   TEXT,                   -- regular expression on identifiers of its payload; NULL = none that tell
  calls   TEXT,                   -- regular expression on `package symbol.path` of calls that only its handler makes; NULL = none
  proof   TEXT NOT NULL,          -- header or field with the signature
  stake   TEXT NOT NULL,          -- money | identity | action | report: what whoever writes the request himself gets
  "check" TEXT NOT NULL,          -- what verifies it
  source  TEXT NOT NULL           -- where the vendor describes it
) STRICT;

-- ───────────────────────────────────────────── views

CREATE VIEW app_file AS           -- files of the application itself
SELECT * FROM file WHERE role = 'app';

CREATE VIEW production_part AS    -- packages whose code runs in an app of which something shows that it is put into production
SELECT DISTINCT deployed_part.part_dir
FROM deployed_part JOIN deployed_app ON deployed_app.dir = deployed_part.app_dir
WHERE deployed_app.production IS NOT NULL;

CREATE VIEW app_call AS           -- calls made in application files, with the file's side and package
SELECT call.*, file.side, file.package_dir, file.language, file.module_kind
FROM call JOIN file ON file.path = call.file
WHERE file.role = 'app';

CREATE VIEW made_client AS        -- clients that application files make: at the construction, and where a factory that returns a new one is called
WITH made AS MATERIALIZED ( -- asked twice; on its own it is found by package, inlined it is tried on every call
  SELECT app_call.id, app_call.function_id, app_call.held, connection_maker.module, connection_maker.name, connection_maker.holds
  FROM app_call JOIN connection_maker ON connection_maker.module = app_call.package
  WHERE app_call.kind IN ('new', 'call') AND app_call.kind = coalesce(connection_maker.kind, app_call.kind)
    AND regexp('(^|\.)(?:' || connection_maker.symbol || ')$', coalesce(app_call.symbol, '') || coalesce('.' || app_call.path, ''))
    -- An instance that is itself called, as knex("users") is, makes nothing.
    AND NOT (app_call.kind = 'call' AND app_call.path IS NULL AND (app_call.is_typed OR app_call.client_id IS NOT NULL))
)
SELECT app_call.*, made.name AS client, made.holds, made.module AS client_module, NULL AS factory
FROM made JOIN app_call ON app_call.id = made.id
UNION
SELECT app_call.*, made.name, made.holds, made.module, app_call.callee
FROM made JOIN app_call ON app_call.target_function_id = made.function_id
WHERE made.held = 'returned';

CREATE VIEW redis_look AS         -- application calls that read, watch or delete a key of Redis: on a client that is known, or on one that sends redis_commands in the same file; the commands that write are in redis_command
  SELECT call.id AS call_id, call.file, call.line, call.function_id, upper(call.method) AS command, call.argument_1 AS key, call.argument_2 AS member,
         -- Holes of a template are not in its text: the names in it tell two keys apart.
         coalesce(call.names_json, '[]') AS names_json, call.result, call.result_names, call.callee, call.in_catch,
         substr(call.callee, 1, length(call.callee) - length(call.method) - 1) AS receiver
  FROM app_call AS call
  WHERE lower(call.method) IN ('get', 'hget', 'exists', 'hexists', 'sismember', 'getdel', 'watch', 'del', 'delete', 'unlink')
    AND call.argument_count > 0 AND call.kind = 'call'
    AND (call.package IN (SELECT module FROM module_role WHERE role = 'redis')
         OR EXISTS (SELECT 1 FROM redis_command AS sent WHERE sent.file = call.file
                    AND sent.receiver = substr(call.callee, 1, length(call.callee) - length(call.method) - 1)));

CREATE VIEW app_query AS          -- queries made in application files, with the file's side and package
SELECT db_query.*, file.side, file.package_dir
FROM db_query JOIN file ON file.path = db_query.file
WHERE file.role = 'app';

CREATE VIEW dialect_sign AS       -- what shows which kind of database is talked to: addresses, images that are started, drivers that are installed; tests, and what workflows start for them, left out
SELECT db_address.file, db_address.line, db_address.dialect, '`' || db_address.dialect || coalesce('+' || db_address.driver, '') || '://` (' || db_address.file || ':' || db_address.line || ')' AS sign
FROM db_address JOIN file ON file.path = db_address.file
WHERE file.role NOT IN ('test', 'example', 'docs', 'generated', 'vendored', 'archived') AND NOT regexp('(?i)(^|[/._-])(tests?|testing|ci)([/._-]|$)', db_address.file)
UNION
SELECT runtime_version.file, runtime_version.line, runtime_version.product, 'the image `' || runtime_version.raw || '` (' || runtime_version.file || ':' || runtime_version.line || ')'
FROM runtime_version WHERE runtime_version.product IN ('postgresql', 'mysql') AND runtime_version.source IN ('compose', 'kubernetes') AND NOT regexp('(?i)(^|[/._-])(tests?|testing|ci)([/._-]|$)', runtime_version.file)
UNION
SELECT dependency.file, dependency.line,
       CASE WHEN dependency.name = 'aiosqlite' THEN 'sqlite' WHEN regexp('mysql|asyncmy', dependency.name) THEN 'mysql' ELSE 'postgresql' END,
       'the driver `' || dependency.name || '` (' || dependency.file || ')'
FROM dependency
WHERE dependency.ecosystem = 'python' AND dependency.kind = 'production'
  AND regexp('^(asyncpg|psycopg|psycopg2|psycopg2-binary|psycopg-binary|pg8000|pymysql|mysqlclient|aiomysql|asyncmy|mysql-connector-python|aiosqlite)$', dependency.name)
UNION
SELECT import.file, import.line, CASE WHEN import.package = 'aiosqlite' THEN 'sqlite' WHEN regexp('mysql|MySQLdb', import.package) THEN 'mysql' ELSE 'postgresql' END,
       '`' || import.package || '` (' || import.file || ':' || import.line || ')'
FROM import JOIN app_file ON app_file.path = import.file AND app_file.language = 'python'
WHERE import.package IN ('asyncpg', 'psycopg', 'psycopg2', 'pg8000', 'pymysql', 'aiomysql', 'MySQLdb', 'aiosqlite')
UNION
SELECT file, line, dialect, 'the datasource of ' || file FROM db_datasource WHERE dialect IS NOT NULL;

CREATE VIEW external_call AS      -- application calls that go over the network through a known SDK
SELECT app_call.*, sdk.vendor, sdk.category, sdk.default_retries, sdk.retry_scope, sdk.retries_since,
       sdk.default_timeout_seconds, sdk.retry_option, sdk.timeout_option
FROM app_call JOIN sdk ON sdk.module = app_call.package AND sdk.ecosystem = CASE app_call.language WHEN 'python' THEN 'python' ELSE 'npm' END
WHERE app_call.kind = 'call' AND app_call.is_chain_end = 1
  AND (sdk.methods IS NULL
       OR regexp('(^|\.)(?:' || sdk.methods || ')$', coalesce(app_call.symbol, '') || coalesce('.' || app_call.path, '')));

CREATE VIEW service_call AS       -- outbound calls to somebody else's service, with the file, the package, and whether that package is published for others
SELECT outbound_call.*, call.file, call.line, call.callee, call.method, coalesce(call.path, call.method) AS operation, file.is_reached, call.function_id, call.in_handler,
       -- An SDK's client is put right where it is made.
       coalesce(home.package_dir, '') AS package_dir, coalesce(package.name, nullif(home.package_dir, ''), 'this project') AS package_name,
       coalesce(package.is_library, 0) AS is_library,
       -- What a person calls it: stripe, `api.example.com`, the address in `CRM_URL`.
       CASE WHEN outbound_call.category <> 'http' THEN outbound_call.vendor
            WHEN substr(outbound_call.vendor, 1, 1) = '$' THEN 'the service at `' || outbound_call.vendor || '`'
            ELSE '`' || outbound_call.vendor || '`' END AS service_name,
       -- Fonts, icons, raw files: when they are missing a page lacks an ornament.
       coalesce(regexp('^(cdn|fonts|static|raw|assets|images)[.]|[.](githubusercontent|jsdelivr|gstatic)[.]|^unpkg', outbound_call.host), 0) AS is_static,
       -- Notes to a chat room, and numbers for a dashboard: when one is missing, no customer notices.
       coalesce(regexp('WEBHOOK|POSTHOG|SENTRY|ANALYTICS|TELEMETRY|TRACKING|METRICS', upper(CASE WHEN outbound_call.host IS NULL THEN outbound_call.vendor END)), 0)
         OR regexp('(^|/)(analytics|telemetry|tracking)[/.]', call.file)
         OR regexp('(?i)conversion_?(event|api)|(^|_)track([A-Z_]|$)|telemetry|analytics', coalesce("function".name, ''))
         OR coalesce(regexp('^hooks[.]slack[.]com|(^|[.])(posthog|segment|mixpanel|amplitude|plausible|google-analytics|datadoghq|newrelic|logtail|axiom|baselime|sentry)[.](com|io|co|net)$|^discord(app)?[.]com', outbound_call.host), 0) AS is_report,
       -- Asked for by the team itself, who sees what happens and asks again.
       regexp('(^|[/._-])(admin|internal|backoffice|seeds?|migrations?|backfills?)([/._-]|$)', call.file) AS is_internal,
       -- Settings: an account connected, a domain set up, a right granted, a thing tested. Whoever clicked sees that it failed, and clicks again.
       (outbound_call.category = 'http' AND (
           regexp('(?i)(^|[/._-])(oauth2?|sso|scim|dis-?connect|connect|connections?|connectors?|install|uninstall|authori[sz]e|onboarding|set-?up|(custom-?|email-?)?domains?|edge-?config|passkeys?)([/._-]|$)', call.file)
           OR regexp('^((verify|validate|check|test|detect|connect|disconnect|install|uninstall|authorize|enable|grant|set[Uu]p)([A-Z_]|$)|(create|add|remove|update|register|verify)\w*Domain|run\w*SetupStep)', coalesce("function".name, '')))
         AND NOT regexp('(?i)pay|order|checkout|billing|invoice|purchase|subscription|receipt|webhook|cron|worker|queue|jobs?(/|$)', call.file || ' ' || coalesce("function".name, '')))
         OR (outbound_call.category <> 'http' AND regexp('[.](domains|apiKeys|api_keys|webhooks|webhookEndpoints|senders|audiences|templates)[.]\w+$', call.callee)) AS is_setting,
       -- A title, a suggestion, a picture of a link: when it is missing, the work goes on without.
       regexp('(?i)title|suggest|autocomplete|favicon|preview|thumbnail|avatar', coalesce("function".name, ''))
         OR regexp('(?i)(title|suggest|autocomplete|favicon|preview|thumbnail|avatar)[^/]*$|(^|/)og/', call.file) AS is_extra,
       -- What a vendor's SDK is only asked for.
       outbound_call.category <> 'http' AND regexp('^(get|list|retrieve|search|find)([A-Z]|$)', call.method) AS is_lookup,
       -- A page is built ahead, or stopped by its framework.
       coalesce(regexp('(^|/)app/(.*/)?(page|layout|template|default|error|not-found|opengraph-image|twitter-image|icon|sitemap|robots|manifest)[.][cm]?[jt]sx?$', call.file)
         OR "function".handler = 'component' OR "function".name IN ('getStaticProps', 'getStaticPaths', 'generateStaticParams', 'generateMetadata'), 0) AS is_page,
       -- Taken on a developer's machine alone.
       EXISTS (SELECT 1 FROM guard WHERE guard.file = call.file AND guard.env_name = 'NODE_ENV' AND guard.operator = '===' AND guard.compared_to = 'development'
                 AND call.line BETWEEN guard.line AND guard.end_line) AS is_local,
       -- A code, or a captcha's token, is good for one exchange: to try that again is to be refused. Other tokens are asked for anew by the next request.
       coalesce(regexp('grant_type|client_?secret|refresh_token|oauth\w*url|token_?(url|uri|endpoint)|/access_tokens?\b|oauth2?[./]([\w.-]+/)?(v[0-9][./])?(access|token|exchange)|code_verifier|redirect_uri|siteverify|[?&]secret=\S*&response=', lower(coalesce(call.argument_1, '') || coalesce(call.options, '')))
         OR regexp('captcha|turnstile', lower(call.file || ' ' || coalesce("function".name, ''))), 0) AS is_code_exchange,
       -- A function that is exported under a name of the project's own, and that nothing mentions.
       "function".name IS NOT NULL AND "function".class_name IS NULL AND "function".parent_id IS NULL AND "function".handler IS NULL
         AND NOT EXISTS (SELECT 1 FROM function_use WHERE function_use.function_id = "function".id)
         AND EXISTS (SELECT 1 FROM export WHERE export.function_id = "function".id AND export.importers = 0 AND export.name = "function".name
                     AND NOT regexp('^(default|GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|generate\w+|getServerSideProps|getStaticProps|getStaticPaths|getInitialProps|loader|action|load|handler|handle\w*|main|run|register|config|middleware|proxy|onRequest\w*|fetch|scheduled|queue|up|down)$', export.name))
         AS is_uncalled,
       -- In the requests of a process that answers many of them: calls that hang pile up. A platform ends its functions.
       (coalesce(way.is_request, 0) OR (call.in_handler = 1 AND way.call_id IS NULL))
         AND EXISTS (SELECT 1 FROM deployed_part JOIN deployed_app ON deployed_app.dir = deployed_part.app_dir
                     WHERE deployed_part.part_dir = coalesce(file.package_dir, '') AND deployed_app.is_server = 1)
         AND NOT regexp('(^|/)(supabase|netlify)/functions/', call.file) AS in_server,
       -- Nobody sees it fail and asks again: work that a scheduler starts once a day at most.
       coalesce(way.is_unattended, 0) AS is_unattended,
       -- Sends, charges or writes down something for a customer.
       (outbound_call.category IN ('mail', 'sms', 'crm', 'payment') AND NOT regexp('^(get|list|retrieve|search|find)([A-Z]|$)', call.method))
         OR (outbound_call.category = 'http' AND outbound_call.http_method IS NOT 'GET'
             AND (coalesce(regexp('(^|[.])(resend|sendgrid|mailgun|postmarkapp|brevo|mailjet|mandrillapp|twilio|vonage|nexmo|plivo|messagebird|stripe|paypal|mollie|adyen|razorpay|paystack|flutterwave|cashfree|squareup(sandbox)?|mercadopago|safaricom|hubapi|pipedrive|salesforce)[.]|(^|[.-])(crm|sms|mail|email|payments?|pay|billing)[.-]', outbound_call.host), 0)
               OR (outbound_call.host = 'graph.facebook.com' AND regexp('/messages\b', coalesce(call.argument_1, '')))
               -- Its own name says so, where the address stands in a variable.
               OR regexp('^_?(send|notify|deliver|reply|broadcast|remind|pay|charge|transfer|refund|payout)([A-Z_]|$)', coalesce("function".name, '')))) AS is_delivery,
       -- A person's own machine: who started it sees it fail.
       coalesce(package.framework = 'electron', 0) OR regexp('(^|/)(cli|bin|electron|desktop)/', call.file) AS is_tool
FROM outbound_call
JOIN call ON call.id = outbound_call.call_id
JOIN file ON file.path = call.file
LEFT JOIN call AS maker ON maker.id = call.client_id AND outbound_call.category <> 'http'
JOIN file AS home ON home.path = coalesce(maker.file, call.file)
LEFT JOIN package ON package.dir = home.package_dir
LEFT JOIN "function" ON "function".id = call.function_id
LEFT JOIN ( -- what the entry points are that reach it
  SELECT reach.call_id, max(entry.handler IN ('route', 'middleware', 'webhook', 'next-api', 'server-action', 'event')) AS is_request,
         -- A plain number for the hour; what runs every hour is its own second try.
         max(EXISTS (SELECT 1 FROM job WHERE job.handler_id = entry.id
                     AND regexp('^(\S+ +)?\S+ +\d+ +\S+ +\S+ +\S+$|^@(daily|midnight|weekly|monthly|yearly|annually)', job.expression))) AS is_unattended
  FROM reach JOIN "function" AS entry ON entry.id = reach.function_id
  GROUP BY reach.call_id
) AS way ON way.call_id = outbound_call.call_id
WHERE outbound_call.destination IN ('external', 'configured');

CREATE VIEW limited_send AS       -- messages that go out through a provider that takes only so many from one account
SELECT service_call.call_id, service_call.file, service_call.line, service_call.function_id, service_call.package_dir, service_call.package_name,
       service_call.is_reached, service_call.in_queue, send_quota.provider, send_quota.name, send_quota.plan, send_quota.per_day, send_quota.per_month,
       send_quota.applies_to, send_quota.source
FROM service_call
JOIN call ON call.id = service_call.call_id
LEFT JOIN call AS transport ON transport.id = call.client_id AND transport.package = call.package
JOIN send_quota ON regexp(send_quota.pattern, lower(coalesce(service_call.vendor, '') || ' ' || coalesce(service_call.host, '') || ' ' || coalesce(transport.options, '')))
WHERE service_call.is_lookup = 0 AND service_call.is_setting = 0 AND service_call.is_local = 0
  AND (service_call.category = 'mail' OR service_call.category = 'http' AND send_quota.provider <> 'aws' AND service_call.http_method IS NOT 'GET'
       AND NOT regexp('/(contacts?|lists?|audiences?|domains?|templates?|webhooks?|validat\w*|suppress\w*)\b', lower(coalesce(call.argument_1, ''))));

CREATE VIEW repeated_send AS      -- loops that send a message for each of their items: the call in the loop, which sends by itself or through functions of the project
WITH sent AS MATERIALIZED (SELECT * FROM limited_send),
home AS MATERIALIZED ( -- functions that send: the one around the call, and those around that one (withRetry(() => send()))
  SELECT sent.call_id, own.id AS function_id FROM sent JOIN "function" AS own ON own.id = sent.function_id
  UNION SELECT sent.call_id, own.parent_id FROM sent JOIN "function" AS own ON own.id = sent.function_id WHERE own.parent_id IS NOT NULL
),
way AS MATERIALIZED (
  SELECT call_id AS send_id, call_id AS at_id FROM sent
  UNION SELECT home.call_id, outer_call.id FROM home JOIN call AS outer_call ON outer_call.target_function_id = home.function_id
  UNION SELECT home.call_id, outer_call.id FROM home JOIN call AS middle ON middle.target_function_id = home.function_id
    JOIN call AS outer_call ON outer_call.target_function_id = middle.function_id
)
SELECT sent.*, call.id AS loop_id, call.file AS loop_file, call.line AS loop_line, call.callee, call.function_id AS loop_function_id,
       loop_call.kind, loop_call.over, loop_call.source_id,
       -- 0|1 a schedule starts it, and nobody looks on
       EXISTS (SELECT 1 FROM "function" AS around LEFT JOIN "function" AS outer_function ON outer_function.id = around.parent_id
               WHERE around.id = call.function_id AND ('job' IN (around.handler, outer_function.handler)
                 OR EXISTS (SELECT 1 FROM function_use JOIN "function" AS caller ON caller.id = function_use.caller_id
                            WHERE function_use.function_id IN (around.id, outer_function.id) AND caller.handler = 'job')))
         OR regexp('(?i)(^|/)(crons?|jobs?|schedul\w*)([/._-]|$)', call.file) AS is_unattended,
       row_number() OVER (PARTITION BY call.id ORDER BY sent.call_id) AS position
FROM sent
JOIN way ON way.send_id = sent.call_id
JOIN loop_call ON loop_call.call_id = way.at_id AND loop_call.kind <> 'attempts'
JOIN call ON call.id = way.at_id;

CREATE VIEW severity_level (level, severity) AS -- severities as numbers, so that the worst of several can be taken and caps are a min()
VALUES (4, 'critical'), (3, 'high'), (2, 'medium'), (1, 'low');

CREATE VIEW vendor_name AS        -- every vendor of the data tables with a name to show
SELECT known.vendor, coalesce(vendor.name, upper(substr(known.vendor, 1, 1)) || substr(known.vendor, 2)) AS name
FROM (SELECT vendor FROM sunset UNION SELECT vendor FROM model_pattern) AS known
LEFT JOIN vendor ON vendor.vendor = known.vendor;

CREATE VIEW sunset_due AS         -- every dated fact, judged by as_of: level 4 past … 1 within 180 days, 0 later; capped by how sure the date is and by what happens then
SELECT *,
       -- An unconfirmed date is never more than low, and nothing until it is near. What still answers, if otherwise, breaks nothing on its day; the next version of an API mostly answers as the last one did.
       min(CASE WHEN date IS NULL THEN 1 WHEN days_left <= 0 THEN 4 WHEN days_left <= 30 THEN 3 WHEN days_left <= 90 AND confidence <> 'U' THEN 2
                WHEN days_left <= 180 AND confidence <> 'U' THEN 1 ELSE 0 END,
           CASE WHEN confidence = 'U' THEN 1 WHEN effect = 'unsupported' OR (confidence = 'C' AND days_left > 0) OR (effect = 'rerouted' AND (days_left > 0 OR kind <> 'model')) THEN 2 WHEN confidence = 'C' OR effect <> 'error' THEN 3
                ELSE 4 END) AS level,
       -- Reads on after the name of the thing.
       CASE
         WHEN date IS NULL THEN 'is superseded, with no end date yet'
         WHEN confidence = 'U' AND days_left <= 0 THEN 'may have stopped working on ' || date || ' (' || distance || '; not confirmed)'
         WHEN confidence = 'U' THEN 'may stop working on ' || date || ' (' || distance || '; not confirmed)'
         WHEN days_left <= 0 THEN
           CASE effect WHEN 'error' THEN 'stopped working on ' WHEN 'unsupported' THEN 'has been unsupported since '
                       WHEN 'billed-differently' THEN 'has been billed differently since ' WHEN 'licence' THEN 'has had another licence since '
                       ELSE 'has been answered by another ' || iif(kind = 'model', 'model', 'version') || ' since ' END || date || ' (' || distance || ')'
         ELSE
           CASE effect WHEN 'error' THEN 'stops working on ' WHEN 'unsupported' THEN 'is unsupported from '
                       WHEN 'billed-differently' THEN 'is billed differently from ' WHEN 'licence' THEN 'gets another licence on '
                       ELSE 'is answered by another ' || iif(kind = 'model', 'model', 'version') || ' from ' END || date || ' (' || distance || ')'
       END AS timing,
       coalesce('use ' || replacement, 'the vendor names no replacement') AS advice
FROM (
  SELECT *, CASE WHEN days_left = 0 THEN 'today' WHEN days_left = 1 THEN 'tomorrow' WHEN days_left = -1 THEN 'yesterday'
                 WHEN days_left > 0 THEN 'in ' || days_left || ' days' ELSE -days_left || ' days ago' END AS distance
  FROM (SELECT sunset.*, cast(julianday(sunset.date) - julianday(as_of.date) AS INTEGER) AS days_left FROM sunset, as_of)
);

CREATE VIEW runtime_due AS        -- declared versions of runtimes with the end of their cycle, judged by as_of and by what the declaration decides; level as in sunset_due
SELECT *,
       -- What runs past its end gets no security fixes; it breaks nothing on that day. A year later known holes are open: high where strangers reach it.
       CASE place
         WHEN 'runtime'   THEN CASE WHEN days_left < -365 AND is_live THEN 3 WHEN days_left <= 30 THEN 2 WHEN days_left <= 180 THEN 1 ELSE 0 END
         WHEN 'service'   THEN CASE WHEN days_left <= 30 THEN 2 WHEN days_left <= 180 THEN 1 ELSE 0 END
         WHEN 'system'    THEN CASE WHEN days_left <= 0 THEN 2 WHEN days_left <= 90 THEN 1 ELSE 0 END
         WHEN 'platform'  THEN CASE WHEN days_left < -365 AND is_platform THEN 3 WHEN days_left <= 0 THEN 2 WHEN days_left <= 180 THEN 1 ELSE 0 END
         WHEN 'framework' THEN CASE WHEN days_left < -730 AND is_served THEN 3 WHEN days_left <= 30 THEN 2 WHEN days_left <= 180 THEN 1 ELSE 0 END
         -- A check that no longer runs stops no user; a deployment that no longer runs stops every fix, unless it has stopped for months and nobody missed it.
         WHEN 'runner'    THEN CASE WHEN days_left BETWEEN -120 AND 0 AND is_deployment THEN 3 WHEN days_left <= 30 THEN 2 WHEN days_left <= 90 THEN 1 ELSE 0 END
         WHEN 'local'     THEN CASE WHEN days_left <= 0 THEN 2 WHEN days_left <= 90 THEN 1 ELSE 0 END
         WHEN 'ci'        THEN CASE WHEN days_left < -180 THEN 2 WHEN days_left <= 30 THEN 1 ELSE 0 END
         ELSE CASE WHEN days_left <= 0 THEN 1 ELSE 0 END
       END AS level
FROM (
  SELECT runtime_version.*, file.package_dir, runtime_eol.cycle, runtime_eol.date, runtime_eol.source AS eol_source,
         cast(julianday(runtime_eol.date) - julianday(as_of.date) AS INTEGER) AS days_left,
         -- a framework that answers requests itself, in an app of which something shows that it is put into production
         runtime_version.product IN ('nextjs', 'nuxt', 'strapi')
           AND EXISTS (SELECT 1 FROM deployed_app WHERE deployed_app.dir = coalesce(file.package_dir, '') AND deployed_app.is_released = 1)
           -- Pages that are built once, and that any server hands out, ask nothing of the framework any more.
           AND NOT EXISTS (SELECT 1 FROM literal JOIN file AS config ON config.path = literal.file AND config.package_dir IS file.package_dir AND config.role = 'config'
                           WHERE literal.value = 'export' AND literal.key = 'output' AND literal.context = 'property')
           AND NOT (runtime_version.product = 'nuxt' AND (
                 regexp('"build[^"]*"\s*:\s*"[^"]*nux\w* generate', coalesce(package.scripts_json, ''))
                 OR EXISTS (SELECT 1 FROM deploy_setting WHERE deploy_setting.kind NOT IN ('docs', 'readme') AND regexp('nux\w* generate|(npm|yarn|pnpm|bun)( run)? generate', deploy_setting.value))
                 OR EXISTS (SELECT 1 FROM call JOIN file AS config ON config.path = call.file AND config.package_dir IS file.package_dir
                            JOIN deployed_app ON deployed_app.dir = coalesce(file.package_dir, '') AND deployed_app.is_server = 0
                            WHERE call.callee = 'defineNuxtConfig' AND regexp('"ssr":false|"preset":"static"|"target":"static"', call.options)))) AS is_served,
         -- an image that starts no development server, of an app that is seen to run somewhere; a platform's own file says so itself
         runtime_version.source <> 'dockerfile' OR (
           -- Of Dockerfile.web, which nothing builds, nobody knows that it runs.
           (regexp('(?i)(^|/)(docker|container)file$|prod', runtime_version.file) OR runtime_version.file IN (SELECT built_image.file FROM built_image)) AND
           NOT EXISTS (SELECT 1 FROM deploy_setting AS start WHERE start.file = runtime_version.file AND start.key IN ('final.cmd', 'final.entrypoint')
                       AND regexp('(run|yarn|pnpm|bun)["'',\s]+(start:)?dev\b|\bnodemon\b|--watch\b|--reload\b|\bvite["'',\s]*(--host.*)?$|runserver', start.value))
           AND EXISTS (SELECT 1 FROM deployed_app WHERE deployed_app.is_released = 1 AND (
                         coalesce(file.package_dir, '') = '' OR deployed_app.dir IN ('', file.package_dir)))) AS is_live,
         EXISTS (SELECT 1 FROM deploy_setting WHERE deploy_setting.kind IN ('vercel', 'netlify', 'heroku', 'procfile', 'render', 'railway')) AS is_platform,
         NOT regexp('(?i)(^|[/._-])(tests?|testing|visual|lint|checks?|owasp|security|codeql|e2e|audit|coverage|benchmark)([._-]|$)', runtime_version.file)
         AND EXISTS (SELECT 1 FROM deploy_setting WHERE deploy_setting.file = runtime_version.file AND deploy_setting.key IN ('uses', 'run')
           AND regexp('(?i)deploy(?!ment)|publish|release|docker.*push|kubectl|pulumi|terraform', deploy_setting.value)) AS is_deployment,
         -- runtime: what serves requests | service: a database, broker or proxy that is deployed beside it | system: the distribution under it, a database in an image | framework: a dependency that serves requests |
         -- platform: what a platform that reads it would run | runner: a CI machine or Action that is taken away | local: development, builds, services beside the code |
         -- ci: what tests run on | tool: package managers, linters, a library's own set-up, ranges that only name a minimum
         CASE
           WHEN runtime_version.product IN ('github-runner', 'action') THEN 'runner'
           WHEN runtime_version.product IN ('pnpm', 'yarn', 'npm', 'eslint') THEN 'tool'
           WHEN runtime_version.source = 'workflow' THEN 'ci'
           WHEN NOT runtime_version.is_pinned THEN 'tool'
           WHEN runtime_version.source IN ('engines', 'dependency') AND package.is_library THEN 'tool'
           -- A development dependency is bundled when a script builds with it; in a workspace's root it is there for its types.
           WHEN runtime_version.source = 'dependency' AND NOT regexp('(^|[\s"&])(next|nuxt|nuxi|ng|vite|vue-cli-service|electron[\w-]*|strapi)\s', coalesce(package.scripts_json, ''))
             AND EXISTS (SELECT 1 FROM dependency WHERE dependency.ecosystem = 'npm' AND dependency.file = runtime_version.file AND dependency.line = runtime_version.line
               AND dependency.range = runtime_version.raw AND dependency.kind = 'development')
             AND NOT EXISTS (SELECT 1 FROM dependency WHERE dependency.ecosystem = 'npm' AND dependency.file = runtime_version.file AND dependency.line = runtime_version.line
               AND dependency.range = runtime_version.raw AND dependency.kind = 'production') THEN 'tool'
           -- Nor does a workspace's root without code of its own serve anything: its members name what they are built on.
           WHEN runtime_version.source = 'dependency' AND NOT regexp('(^|[\s"&])(next|nuxt|nuxi|ng|vite|vue-cli-service|electron[\w-]*|strapi)\s', coalesce(package.scripts_json, ''))
             AND EXISTS (SELECT 1 FROM workspace WHERE workspace.package_dir = package.dir)
             AND NOT EXISTS (SELECT 1 FROM file AS own WHERE own.package_dir = package.dir AND own.role = 'app'
                             AND own.language IN ('typescript', 'javascript', 'vue', 'svelte', 'astro')) THEN 'tool'
           WHEN runtime_version.source = 'dependency' THEN 'framework'
           -- Images of what developers start beside the product: stand-ins, dependencies, tools.
           WHEN file.role = 'script' OR regexp('(?i)(^|/)\.devcontainer/|(^|[/._-])(dev|develop|development|local|test|ci|e2e|build|builder|dependencies|deps|mocks?|fakes?|stubs?|scripts|tools|tooling|playground)([/._-]|$)', runtime_version.file) THEN 'local'
           WHEN runtime_version.product IN ('alpine', 'debian', 'ubuntu') AND runtime_version.source IN ('dockerfile', 'kubernetes')
             AND (final.line IS NOT NULL OR runtime_version.source = 'kubernetes') THEN 'system'
           WHEN runtime_version.source = 'dockerfile' AND (final.line IS NULL
             -- or an image that only a compose file for development builds
             OR runtime_version.file IN (SELECT dockerfile FROM compose_service WHERE is_for_development = 1) AND runtime_version.file NOT IN (SELECT built_image.file FROM built_image)) THEN 'local'
           -- An image with a database in it is mostly for development; production has a managed one.
           WHEN runtime_version.source = 'dockerfile' THEN iif(runtime_version.product IN ('node', 'python', 'bun', 'deno'), 'runtime', 'system')
           WHEN runtime_version.source IN ('kubernetes', 'serverless', 'vercel', 'render', 'heroku', 'live')
             OR (runtime_version.source = 'compose' AND regexp('(?i)prod|deploy', runtime_version.file))
             THEN iif(runtime_version.product IN ('node', 'python', 'bun', 'deno', 'lambda-runtime'), 'runtime', 'service')
           -- Which Node a platform runs is read from here; whether there is such a platform is not always to be seen.
           WHEN runtime_version.source IN ('engines', 'netlify') THEN 'platform'
           WHEN runtime_version.source IN ('nvmrc', 'node-version', 'python-version') AND EXISTS (
             SELECT 1 FROM deploy_setting WHERE deploy_setting.kind = 'render') THEN 'runtime'
           ELSE 'local'
         END AS place
  FROM runtime_version JOIN file ON file.path = runtime_version.file, as_of
  JOIN runtime_eol ON runtime_eol.product = runtime_version.product AND CASE runtime_version.product
    WHEN 'action' THEN lower(substr(runtime_version.raw, 1, instr(runtime_version.raw, '@') - 1)) || '@v'
                       || substr(runtime_version.version, 1, instr(runtime_version.version || '.', '.') - 1) = runtime_eol.cycle
    WHEN 'github-runner' THEN runtime_version.version = runtime_eol.cycle OR substr(runtime_version.version, 1, length(runtime_eol.cycle) + 1) = runtime_eol.cycle || '-'
    ELSE runtime_version.version = runtime_eol.cycle OR substr(runtime_version.version, 1, length(runtime_eol.cycle) + 1) = runtime_eol.cycle || '.' END
  LEFT JOIN package ON package.file = runtime_version.file
  LEFT JOIN (SELECT DISTINCT file, line FROM deploy_setting WHERE key = 'final.from') AS final
    ON final.file = runtime_version.file AND final.line = runtime_version.line
  WHERE file.role NOT IN ('test', 'example', 'docs', 'archived', 'vendored', 'generated')
);

CREATE VIEW calendar_place AS     -- every place that uses something with a date: model, API, sign-in scheme, package or runtime; what people may choose from and what is only tested on is left out
SELECT 'model' AS kind, vendor_name.name AS vendor, model_use.model AS name, sunset_due.date, sunset_due.days_left, sunset_due.effect,
       sunset_due.replacement, sunset_due.source, sunset_due.confidence, model_use.file, model_use.line
FROM model_use JOIN sunset_due ON sunset_due.kind = 'model' AND sunset_due.match = 'literal' AND sunset_due.pattern = model_use.model
JOIN vendor_name ON vendor_name.vendor = model_use.vendor
WHERE model_use.usage <> 'choice' AND sunset_due.date IS NOT NULL
UNION
SELECT sunset_due.kind, vendor_name.name, sunset_due.name, sunset_due.date, sunset_due.days_left, sunset_due.effect,
       sunset_due.replacement, sunset_due.source, sunset_due.confidence, sunset_use.file, sunset_use.line
FROM sunset_use JOIN sunset_due ON sunset_due.id = sunset_use.sunset_id
JOIN vendor_name ON vendor_name.vendor = sunset_due.vendor
WHERE sunset_due.date IS NOT NULL
UNION
SELECT 'runtime', NULL, runtime_due.product || ' ' || runtime_due.cycle, runtime_due.date, runtime_due.days_left, 'unsupported',
       NULL, runtime_due.eol_source, 'A', runtime_due.file, runtime_due.line
FROM runtime_due WHERE runtime_due.place NOT IN ('ci', 'tool');

CREATE VIEW built_image AS        -- Dockerfiles that something builds for production: a compose file that is no development, a workflow, the file of a platform
SELECT dockerfile AS file FROM compose_service WHERE is_for_development = 0
UNION
SELECT image.file
FROM (
  -- rtrim() of everything but slashes leaves the folder.
  SELECT DISTINCT file, rtrim(file, replace(file, '/', '')) AS folder FROM deploy_setting WHERE kind = 'dockerfile'
) AS image
JOIN (
  SELECT kind, key, value, rtrim(file, replace(file, '/', '')) AS folder FROM deploy_setting
  WHERE kind <> 'compose' AND (
    key IN ('build', 'build.dockerfile', 'with.file') OR key = 'uses' AND value LIKE 'docker/build-push-action@%' OR kind IN ('fly', 'railway', 'render', 'heroku')
    -- A folder means its plain Dockerfile, unless the step names another one.
    OR key = 'with.context' AND NOT EXISTS (SELECT 1 FROM deploy_setting AS named WHERE named.file = deploy_setting.file AND named.key = 'with.file' AND abs(named.line - deploy_setting.line) <= 6)
    -- What `docker compose` builds, the compose file says.
    OR key = 'run' AND regexp('\bdocker\s+(buildx\s+|image\s+)?build\b', value))
) AS step ON instr(step.value, image.file) > 0 -- not Dockerfile in Dockerfile.prod
    AND (substr(step.value, instr(step.value, image.file) + length(image.file), 1) NOT GLOB '[A-Za-z0-9_.-]' OR instr(step.value || ' ', image.file || ' ') > 0)
  -- Whoever names no file gets the one without an ending.
  OR lower(substr(image.file, length(image.folder) + 1)) IN ('dockerfile', 'containerfile') AND (
    image.folder = step.folder AND (step.kind <> 'workflow' OR step.value IN ('.', './', 'Dockerfile', './Dockerfile'))
    -- Without a path the action takes the Dockerfile of the root.
    OR image.folder = '' AND (step.value IN ('.', './', 'Dockerfile') OR step.key = 'run' OR step.key = 'uses')
    OR trim(step.value, './') <> '' AND '/' || image.folder LIKE '%/' || trim(step.value, './') || '/')
  -- A matrix of images: the file is put together.
  OR instr(step.value, '$') > 0 AND step.key IN ('with.file', 'run', 'build.dockerfile') AND regexp('(?i)dockerfile\W*\.?-?\$|\$\{?\{?[^}]*dockerfile', step.value);

CREATE VIEW live_file AS          -- deploy and CI files of the product itself: those of examples and tests, and those for one's own machine, are left out
SELECT DISTINCT deploy_setting.file, deploy_setting.kind, rtrim(rtrim(deploy_setting.file, replace(deploy_setting.file, '/', '')), '/') AS folder
FROM deploy_setting JOIN file ON file.path = deploy_setting.file AND file.role NOT IN ('test', 'example', 'docs', 'archived', 'vendored', 'generated')
WHERE deploy_setting.kind = 'workflow'
  OR NOT regexp('(?i)(^|[/._-])(dev|develop|development|devcontainer|local|localhost|test|tests|testing|e2e|ci|example|examples|sample|demo|debug|bak|backup|old|override|storybook|playwright|cypress|benchmarks?)([/._-]|$)|(^|/)(docs|tools|scripts|packages/create-[^/]+|templates?)/', deploy_setting.file);

CREATE VIEW compose_service AS    -- services of compose files that build an image from this repository: with the Dockerfile, and whether the file is for one's own machine
WITH service AS MATERIALIZED (
  SELECT file, service,
         max(value) FILTER (WHERE key = 'build') AS context,
         max(value) FILTER (WHERE key = 'build.dockerfile') AS dockerfile,
         max(value) FILTER (WHERE key = 'build.target') AS target,
         min(line) FILTER (WHERE key = 'build') AS line,
         max(value) FILTER (WHERE key = 'user') AS user,
         max(value) FILTER (WHERE key = 'healthcheck') AS healthcheck,
         max(value) FILTER (WHERE key = 'cmd') AS cmd,
         max(value) FILTER (WHERE key = 'entrypoint') AS entrypoint,
         coalesce(max(key = 'restart' AND value IN ('always', 'unless-stopped')), 0) AS is_kept_running,
         max(key IN ('port', 'expose')) AS has_port,
         max(CAST(value AS INTEGER)) FILTER (WHERE key = 'replicas') AS replicas,
         -- Source that is mounted over the image's, and commands that watch it.
         coalesce(max(key = 'volume' AND regexp('^\.{1,2}/?(:|$)|^\./(src|app|apps|backend|frontend|server|client|api|web)(/[\w-]+)?/?(:|$)', value)), 0) AS is_mounted,
         max(key IN ('cmd', 'entrypoint') AND regexp('(?i)\b(nodemon|ts-node-dev|vite|tail|sleep|debugpy)\b|--(watch|reload|inspect)\b|runserver|:dev\b|\bdev\b', value)
             OR key = 'build.target' AND regexp('(?i)^(dev|test|base|local|build)', value)
             OR key = 'env.NODE_ENV' AND value IN ('development', 'test')
             OR key = 'container_name' AND regexp('(?i)(^|[_-])(dev|develop|development|local)([_-]|$)', value)
             OR key = 'profiles' AND regexp('(?i)^(dev|test|debug|tools?|e2e)', value)) AS is_watched
  FROM deploy_setting WHERE kind = 'compose' GROUP BY file, service
)
SELECT service.file, service.service, service.line, service.user, service.healthcheck, service.cmd, service.entrypoint, service.has_port, service.replicas, service.is_kept_running,
       join_path(coalesce(join_path(rtrim(service.file, replace(service.file, '/', '')), service.context), ''), coalesce(service.dockerfile, 'Dockerfile')) AS dockerfile,
       live_file.file IS NULL OR service.is_mounted OR coalesce(service.is_watched, 0) AS is_for_development, -- 0|1
       service.is_kept_running OR regexp('(?i)prod|deploy', service.file) AS is_meant_to_run, -- 0|1 it is kept running, or the file says production
       -- 0|1 what the image itself starts, it starts on a developer's source
       service.is_mounted AND coalesce(service.cmd, service.entrypoint, service.target) IS NULL AS is_worked_in
FROM service LEFT JOIN live_file ON live_file.file = service.file
WHERE service.context IS NOT NULL;

CREATE VIEW shipped_image AS      -- Dockerfiles of the product: what the last stage ends up with; those of databases and proxies, for development, and of examples are left out
WITH final AS MATERIALIZED (
  SELECT file,
         max(value) FILTER (WHERE key = 'final.from') AS base,
         max(line) FILTER (WHERE key = 'final.from') AS base_line,
         max(value) FILTER (WHERE key = 'final.user') AS user,
         max(value) FILTER (WHERE key = 'final.healthcheck') AS healthcheck,
         max(value) FILTER (WHERE key = 'final.cmd') AS cmd,
         coalesce(max(line) FILTER (WHERE key = 'final.cmd'), max(line) FILTER (WHERE key = 'final-stage')) AS line,
         max(key = 'port') AS has_port,
         -- An entrypoint that starts as root and goes on as somebody else.
         max(key IN ('run', 'cmd', 'entrypoint', 'copy') AND regexp('\b(gosu|su-exec|setpriv|s6-setuidgid|s6-overlay|runuser|capsh)\b', value)) AS drops_rights,
         max(key IN ('copy', 'add')) AS has_files
  FROM deploy_setting WHERE kind = 'dockerfile' GROUP BY file
)
SELECT final.*, live_file.folder,
       final.file IN (SELECT built_image.file FROM built_image) AS is_built, -- 0|1 something here builds it for production
       final.file NOT IN (SELECT built_image.file FROM built_image)
         AND EXISTS (SELECT 1 FROM compose_service WHERE compose_service.dockerfile = final.file) AS is_for_development -- 0|1 only compose files for development build it
FROM final JOIN live_file ON live_file.file = final.file
WHERE final.base IS NOT NULL AND final.has_files = 1
  AND NOT regexp('(?i)^(\S+/)?(postgres|postgis|pgvector|timescaledb|supabase/postgres|orioledb|pgbouncer|redis|valkey|mongo|mysql|mariadb|rabbitmq|clickhouse(-server)?|elasticsearch|opensearch|kong|traefik|haproxy|envoy|varnish|grafana|prometheus|minio|keycloak|mcr\.microsoft\.com/(vscode/)?devcontainers)(/\S*)?([:@]|$)', final.base)
  AND NOT regexp('(?i)\b(nodemon|ts-node-dev|sshd|sleep|tail)\b|--(watch|reload)\b|runserver|["\s:](start:)?dev\b|[._-]dev\.(sh|[cm]?js|py)\b|\bng["\s,]+serve\b|\b(test|lint|storybook|cypress|playwright test)["\s]*\]?$', coalesce(final.cmd, ''))
  -- An image that people develop in: their source is mounted over it, or it starts nothing by itself.
  AND NOT (final.file NOT IN (SELECT built_image.file FROM built_image)
           AND EXISTS (SELECT 1 FROM compose_service WHERE compose_service.dockerfile = final.file AND (compose_service.is_worked_in OR final.cmd IS NULL)));

CREATE VIEW platform_unit AS      -- web services as the files of platforms describe them: one row for each that the platform could ask for its health, with what it asks
WITH setting AS MATERIALIZED (
  SELECT deploy_setting.* FROM deploy_setting JOIN live_file ON live_file.file = deploy_setting.file
  WHERE deploy_setting.kind IN ('fly', 'render', 'railway', 'kubernetes')
)
SELECT file, kind AS platform, NULL AS service, min(line) FILTER (WHERE service IN ('http_service', 'services')) AS line, min(file || ':' || line) FILTER (WHERE key = 'healthcheck') AS "check"
FROM setting WHERE kind = 'fly' GROUP BY file HAVING max(service IN ('http_service', 'services')) = 1
UNION ALL
SELECT file, kind, service, min(line), min(file || ':' || line) FILTER (WHERE key = 'healthcheck')
FROM setting WHERE kind = 'render' AND service IS NOT NULL
GROUP BY file, service HAVING max(key = 'type' AND value = 'web') = 1 AND max(key = 'runtime' AND value = 'static') = 0
UNION ALL
SELECT file, kind, NULL, coalesce(min(line) FILTER (WHERE key = 'cmd'), min(line)), min(file || ':' || line) FILTER (WHERE key = 'healthcheck')
FROM setting WHERE kind = 'railway' GROUP BY file HAVING max(key = 'cron') = 0 AND max(key = 'cmd' AND regexp('(?i)worker|celery|\bbot\b|cron|queue', value)) = 0
  -- A file that says how to build alone may be of a site or a tool.
  AND max(key IN ('healthcheck', 'cmd', 'replicas', 'restart', 'release', 'overlap')) = 1
UNION ALL
SELECT file, kind, NULL, min(line) FILTER (WHERE key = 'workload' AND regexp('^(Deployment|StatefulSet|Rollout|DaemonSet|Service)/', value)), min(file || ':' || line) FILTER (WHERE key LIKE 'healthcheck.%')
FROM setting WHERE kind = 'kubernetes' GROUP BY file
HAVING max(key = 'workload' AND regexp('^(Deployment|StatefulSet|Rollout|DaemonSet|Service)/', value)) = 1 AND max(key = 'port') = 1
  AND max(key = 'image' AND instr(value, '/') > 0 AND NOT regexp('(?i)(^|/)(postgres\w*|postgis|pgvector|redis|valkey|mongo\w*|mysql|mariadb|rabbitmq|kafka|zookeeper|clickhouse\S*|elasticsearch|minio|grafana|prometheus|jaeger|nginx|traefik|adminer|pgadmin\d*|mailhog|mailpit|otel\S*|opentelemetry\S*)([:@]|$)', value)) = 1;

CREATE VIEW deploy_step AS        -- steps of workflows that bring a version to where users meet it; previews, documentation and registries of packages and images are left out
WITH step AS MATERIALIZED (
  -- Comments do nothing, and what is printed is not done.
  SELECT deploy_setting.file, deploy_setting.line, deploy_setting.service AS job, deploy_setting.key, regexp_replace(deploy_setting.value, '(^|\n)\s*(#|echo\b|printf\b)[^\n]*', '') AS text
  FROM deploy_setting JOIN live_file ON live_file.file = deploy_setting.file
  WHERE deploy_setting.kind = 'workflow' AND deploy_setting.key IN ('run', 'uses')
    AND NOT regexp('(?i)preview|docs|storybook|example|website-preview|e2e|[/.-](pr|test|tests)[.-]', deploy_setting.file)
    AND NOT regexp('(?i)preview|docs|storybook', coalesce(deploy_setting.service, ''))
    -- Going back is no deploy of its own.
    AND NOT regexp('(?i)roll(ing)?[-_ ]?back', deploy_setting.value || coalesce(deploy_setting.service, ''))
)
SELECT step.file, step.line, step.job, step.text,
       CASE WHEN regexp('(?i)\bfly(ctl)? deploy\b', text) THEN 'Fly.io'
            WHEN regexp('(?i)\brailway up\b', text) THEN 'Railway'
            WHEN regexp('(?i)api\.render\.com/deploy|render-deploy|render-action', text) THEN 'Render'
            WHEN regexp('(?i)\bkubectl\b[^\n]*\b(apply|set image|rollout restart)\b|\bhelm (upgrade|install)\b|k8s-deploy', text) THEN 'Kubernetes'
            WHEN regexp('(?i)gcloud (run|app) deploy|deploy-cloudrun|deploy-appengine', text) THEN 'Google Cloud'
            WHEN regexp('(?i)amazon-ecs-deploy|ecs update-service|apprunner|\beb deploy\b|copilot (svc )?deploy', text) THEN 'AWS'
            WHEN regexp('(?i)azure/(webapps|container-?apps)[\w-]*|az (webapp|containerapp) ', text) THEN 'Azure'
            WHEN regexp('(?i)heroku-deploy|git push [^\n]*heroku|heroku container:release', text) THEN 'Heroku'
            WHEN regexp('(?i)\bvercel\b[^\n]*(--prod\b)|vercel-action', text) THEN 'Vercel'
            WHEN regexp('(?i)\bnetlify deploy\b[^\n]*--prod|actions-netlify', text) THEN 'Netlify'
            WHEN regexp('(?i)\bwrangler\b[^\n]*\b(deploy|publish)\b|cloudflare/(wrangler|pages)-action', text) THEN 'Cloudflare'
            WHEN regexp('(?i)\b(serverless|sls|sst|cdk) deploy\b|azure/functions-action|gcloud functions deploy|\bdeployctl\b|firebase deploy|supabase functions deploy|sam deploy', text) THEN 'functions'
            WHEN regexp('(?i)^(appleboy/ssh-action|easingthemes/ssh-deploy)|\bkamal deploy\b|\bpm2 (restart|reload|start|deploy)\b|dokku|caprover', text)
              OR regexp('(?i)\bdocker( -\S+ \S+| --\S+ \S+)* (compose|stack)\b[^\n]*\b(up|deploy)\b|docker-compose [^\n]*\bup\b', text) AND regexp('(?i)deploy|release|prod|(^|[/._-])cd[._-]', file || ' ' || coalesce(job, '')) AND NOT regexp('(?i)test', coalesce(job, ''))
              OR regexp('(?i)(^|\n|\s)ssh [^\n]*@', text) THEN 'a server'
            WHEN regexp('(?i)^\s*curl[^\n]*deploy.?hook|^\s*curl[^\n]*coolify', text) THEN 'a deploy hook' END AS target
FROM step
WHERE target IS NOT NULL;

CREATE VIEW service AS            -- packages that start a process of their own: one row per package, at the place where it listens
SELECT package_dir, name, framework, kind, file, line, production FROM deployed_app WHERE kind IN ('long-running', 'worker');

CREATE VIEW service_part AS       -- packages whose code runs in a service: the service's own, and the workspace packages it depends on
SELECT service.package_dir AS service_dir, service.package_dir AS part_dir FROM service
UNION
SELECT service.package_dir, part.dir
FROM service
JOIN dependency ON dependency.ecosystem = 'npm' AND dependency.package_dir = service.package_dir AND dependency.is_workspace = 1
JOIN package AS part ON part.name = dependency.name;

CREATE VIEW deployed_route AS     -- routes of a deployed app, those of its parts included, and those in files that nothing loads left out
SELECT deployed_part.app_dir, route.*
FROM route
JOIN app_file ON app_file.path = route.file AND app_file.is_reached = 1
JOIN deployed_part ON deployed_part.part_dir = coalesce(app_file.package_dir, '');

CREATE VIEW deployed_import AS    -- packages that the code or the configuration of a deployed app imports at run time, with what they are for
SELECT deployed_part.app_dir, deployed_part.part_dir, import.file, import.line, import.package, import.imported, file.role AS file_role, file.side,
       module_role.role
-- CROSS JOIN keeps this order: from the few packages of a role to their imports, not through every import.
FROM module_role
CROSS JOIN import ON import.package = module_role.module AND import.is_erased = 0
CROSS JOIN file ON file.path = import.file AND (file.role = 'app' AND file.is_reached = 1 OR file.role = 'config')
CROSS JOIN deployed_part ON deployed_part.part_dir = coalesce(file.package_dir, '');

CREATE VIEW signed_webhook AS     -- webhooks of vendors that sign them, at the routes that receive them; with what seems to verify the signature
WITH place AS MATERIALIZED ( -- routes that by their names receive what a service sends
  SELECT DISTINCT route.file, route.line, route.method, route.path AS own_path, route.router, route.handler_id,
         coalesce(route.full_path, route.path) AS path, route.handler, route.middleware_json, app_file.language, app_file.package_dir,
         lower(coalesce(route.full_path, route.path, '') || ' ' || route.file || ' ' || coalesce(nullif("function".name, ''), route.handler, '')) AS named
  FROM route JOIN app_file ON app_file.path = route.file AND app_file.is_reached = 1 LEFT JOIN "function" ON "function".id = route.handler_id
  WHERE route.method IN ('POST', 'ALL')
    AND regexp('(?i)hook|callback|(^|[^a-z])ipn([^a-z]|$)|incoming|inbound|(events|interactions)($|[^a-z/])|twilio|(^|/)(voice|sms)(/|$)', coalesce(route.full_path, route.path, '') || ' ' || route.file || ' ' || coalesce("function".name, route.handler, ''))
    -- Where people keep the webhooks that they want to be sent.
    AND NOT regexp('(?i)(web)?hooks?(endpoints?)?(/(create|add|new|list|test|update|remove|delete|send|deliveries|register|setup?|unregister|(un)?subscribe|subscriptions?|config|settings|logs|toggle|enable|disable|retry|replay|resend)\b|/:|/\[)|(^|[^a-z])(test|set|setup|register|delete|create|manage)[-_]?webhooks?([^a-z]|$)', coalesce(route.full_path, route.path, ''))
), ahead AS MATERIALIZED ( -- middleware of its router, and of the paths it stands below
  SELECT place.file AS route_file, place.line AS route_line, middleware.*
  FROM place JOIN middleware ON middleware.file = place.file AND middleware.router IS place.router
    OR length(middleware.path) > 1 AND instr(coalesce(place.path, ''), middleware.path) = 1
       AND EXISTS (SELECT 1 FROM file WHERE file.path = middleware.file AND file.package_dir IS place.package_dir)
    OR middleware.name IN ('middleware', 'proxy') AND EXISTS (SELECT 1 FROM file WHERE file.path = middleware.file AND file.package_dir IS place.package_dir)
), named_guard AS MATERIALIZED ( -- what lets only people through, at the route or above it on its router
  SELECT route.file, route.line, route.name FROM (
    SELECT place.file, place.line, name.value AS name FROM place JOIN json_each(place.middleware_json) AS name
    UNION ALL
    SELECT ahead.route_file, ahead.route_line, ahead.name FROM ahead WHERE ahead.file = ahead.route_file AND ahead.line < ahead.route_line AND ahead.path IS NULL
  ) AS route
  WHERE regexp('(?i)(valid|verif|check|require|ensure|authori[sz]e|only|load|need)\w*(user|admin|agent|owner|staff|log(ged)?_?in|member|account|role|permission|tenant)|(user|admin|agent)_?(valid|verif|auth|guard|only)\w*|logged_?in|^(auth|protect|passport|jwt)\b|auth(enticated?|_?user|_?middleware|_?guard|_?required)$|current_?user', route.name)
    AND NOT regexp('(?i)hook|signature|hmac|secret', route.name)
), step_0 AS MATERIALIZED ( -- the handler, and what stands before it
  SELECT place.file AS route_file, place.line AS route_line, "function".id, "function".file, "function".line, "function".end_line, 0 AS is_before
  FROM place JOIN "function" ON "function".id = place.handler_id
  UNION
  SELECT place.file, place.line, "function".id, "function".file, "function".line, "function".end_line, 1
  FROM place JOIN ahead ON ahead.route_file = place.file AND ahead.route_line = place.line JOIN "function" ON "function".id = ahead.handler_id
  UNION -- handlers that are named before the last one
  SELECT place.file, place.line, "function".id, "function".file, "function".line, "function".end_line, 1
  FROM place JOIN function_use ON function_use.file = place.file AND function_use.line = place.line AND function_use.kind <> 'call'
  JOIN "function" ON "function".id = function_use.function_id AND "function".id IS NOT place.handler_id
), step_1 AS MATERIALIZED (
  SELECT * FROM step_0
  UNION
  SELECT route_file, route_line, target.id, target.file, target.line, target.end_line, is_before
  FROM step_0 JOIN call ON call.file = step_0.file AND call.line BETWEEN step_0.line AND step_0.end_line JOIN "function" AS target ON target.id = call.target_function_id
), step_2 AS MATERIALIZED (
  SELECT * FROM step_1
  UNION
  SELECT route_file, route_line, target.id, target.file, target.line, target.end_line, is_before
  FROM step_1 JOIN call ON call.file = step_1.file AND call.line BETWEEN step_1.line AND step_1.end_line JOIN "function" AS target ON target.id = call.target_function_id
), body AS MATERIALIZED (
  SELECT DISTINCT route_file, route_line, file, line, end_line, is_before FROM (
    SELECT * FROM step_2
    UNION
    SELECT route_file, route_line, target.id, target.file, target.line, target.end_line, is_before
    FROM step_2 JOIN call ON call.file = step_2.file AND call.line BETWEEN step_2.line AND step_2.end_line JOIN "function" AS target ON target.id = call.target_function_id)
), done_id AS MATERIALIZED (
  SELECT DISTINCT body.route_file, body.route_line, body.is_before, call.id
  FROM body JOIN call ON call.file = body.file AND call.line BETWEEN body.line AND body.end_line
), done AS MATERIALIZED ( -- calls on the way
  SELECT done_id.route_file, done_id.route_line, done_id.is_before, call.id, call.file, call.line, call.kind, call.callee, call.method, call.origin, call.package, call.symbol, call.path,
         call.options, call.names_json, call.target_function_id
  FROM done_id JOIN call ON call.id = done_id.id
), checking AS MATERIALIZED ( -- calls that by their names verify something; those that say it plainest come first
  SELECT route_file, route_line, substr(min(iif(regexp('(?i)construct_?event|signature|hmac|timing|webhook', done.method), '1', '2') || printf('%06d', done.line) || '`' || done.callee || '` (' || done.file || ':' || done.line || ')'), 8) AS call
  FROM done
  WHERE regexp('(?i)^(construct_?event\w*|timing_?safe_?equal\w*|compare_digest|createVerify|unmarshal|fromWebhook|\w*hmac\w*)$|webhooks?\.unwrap$|(verif|valid|check|assert|authentic|authori[sz]|match|compar|ensure|require)\w*(signature|webhook|hmac|request|payload|secret|token|event|notification|origin|hash|ipn)|(compute|generate|calculate)\w*(signature|hmac)|^verify\w*$|(signature|hmac|secret|token)\w*(valid|match|equal|compar|verif|check)|safe\w*(equal|compare)|(constant|secure)\w*(compare|equal)', done.method)
    AND NOT regexp('(?i)challenge|jwt|bypass|(parse|process|handle|check)(webhook|payload|event|request|notification)s?$|(safe)?parse$|(^|\.)verify\w*(email|user|otp|phone|password|customer|session|order|domain|account)', done.callee)
  GROUP BY route_file, route_line
), written AS MATERIALIZED ( -- literals on the way
  SELECT DISTINCT body.route_file, body.route_line, body.is_before, literal.value, literal.context
  FROM literal JOIN body ON body.file = literal.file AND literal.line BETWEEN body.line AND body.end_line
), any_vendor AS MATERIALIZED ( -- one pattern for all: most of what is said fits none
  SELECT '(?i)' || group_concat(payload, '|') AS payload, group_concat(names, '|') AS names, group_concat(calls, '|') AS calls FROM webhook_signer
), said AS MATERIALIZED ( -- what only one vendor sends: in what the handler does, and in its file
  SELECT DISTINCT word.route_file, word.route_line, word.is_inside, webhook_signer.vendor
  FROM any_vendor CROSS JOIN (
    SELECT route_file, route_line, value, 1 AS is_inside FROM written WHERE is_before = 0
    UNION ALL
    SELECT place.file, place.line, literal.value, 0 FROM place JOIN literal ON literal.file = place.file
  ) AS word JOIN webhook_signer ON regexp('(?i)' || webhook_signer.payload, word.value)
  WHERE regexp(any_vendor.payload, word.value)
  UNION
  SELECT taken.route_file, taken.route_line, 1, webhook_signer.vendor
  FROM any_vendor CROSS JOIN (SELECT DISTINCT done.route_file, done.route_line, name.value FROM done JOIN json_each(done.names_json) AS name WHERE done.is_before = 0) AS taken
  JOIN webhook_signer ON regexp(webhook_signer.names, taken.value)
  WHERE regexp(any_vendor.names, taken.value)
  UNION
  SELECT made.route_file, made.route_line, 1, webhook_signer.vendor
  FROM any_vendor CROSS JOIN (SELECT DISTINCT route_file, route_line, package || ' ' || coalesce(symbol, '') || coalesce('.' || path, '') AS target FROM done WHERE is_before = 0 AND package IS NOT NULL) AS made
  JOIN webhook_signer ON regexp(webhook_signer.calls, made.target)
  WHERE regexp(any_vendor.calls, made.target)
), sender AS MATERIALIZED (
  SELECT place.file, place.line, webhook_signer.vendor,
         -- verifyShopify before the route: what else its handler says is what it goes on to do
         regexp(webhook_signer.path, lower(place.middleware_json)) AS is_named_before,
         -- 2 the handler takes out what only this vendor sends; 1 the path names the vendor
         CASE WHEN EXISTS (SELECT 1 FROM said WHERE said.route_file = place.file AND said.route_line = place.line AND said.vendor = webhook_signer.vendor
                           -- what stands beside a handler, in its file: a set of the events that matter
                           AND (said.is_inside = 1 OR regexp(webhook_signer.path, place.named))) THEN 2
              WHEN regexp(webhook_signer.path, place.named) AND regexp('hook|(^|[^a-z])ipn([^a-z]|$)|incoming|inbound', place.named) THEN 1
              -- whatsapp-webhook in an app that depends on twilio
              WHEN regexp(webhook_signer.path || coalesce('|' || webhook_signer.carries, ''), place.named) AND regexp('hook|incoming|inbound', place.named)
                   AND (EXISTS (SELECT 1 FROM dependency WHERE dependency.package_dir IS place.package_dir AND regexp(webhook_signer.path, dependency.name))
                        OR EXISTS (SELECT 1 FROM import WHERE import.file = place.file AND regexp(webhook_signer.path, import.package))) THEN 1.5
              WHEN regexp(webhook_signer.path, lower(place.middleware_json)) THEN 1
              ELSE 0 END AS sureness
  FROM place JOIN webhook_signer
), known AS (
  SELECT sender.*, row_number() OVER (PARTITION BY file, line ORDER BY is_named_before DESC, sureness DESC, regexp(webhook_signer.path, lower(file)) DESC, sender.vendor) AS rank
  FROM sender JOIN webhook_signer USING (vendor) WHERE sureness > 0
)
SELECT place.file, place.line,
       -- What shows that the route is put into production: the app's own sign, or that its kind is run nowhere else.
       EXISTS (SELECT 1 FROM production_part WHERE production_part.part_dir = coalesce(place.package_dir, ''))
         OR EXISTS (SELECT 1 FROM deploy_setting WHERE deploy_setting.kind IN ('wrangler', 'serverless')
                    AND (place.package_dir IN ('', rtrim(rtrim(deploy_setting.file, replace(deploy_setting.file, '/', '')), '/'))))
         OR regexp('(^|/)supabase/functions/', place.file) AND EXISTS (SELECT 1 FROM deploy_setting WHERE deploy_setting.key = 'verify_jwt') AS is_deployed,
       place.method, place.path, place.handler_id, place.language, known.vendor, webhook_signer.name, webhook_signer.proof, webhook_signer.stake, webhook_signer."check", known.sureness,
       -- What seems to verify it: a call, a name before the route, a secret of one's own.
       coalesce(
         checking.call,
         -- crypto.subtle.sign("HMAC", …)
         (SELECT '`' || done.callee || '` (' || done.file || ':' || done.line || ')' FROM done
          WHERE done.route_file = place.file AND done.route_line = place.line
            AND (regexp('(?i)subtle\.(sign|verify|digest)|hmac|nacl\.sign|createHash|hashlib|CryptoJS|Crypto\.SHA', done.callee) OR done.package IN ('svix', 'standardwebhooks', '@octokit/webhooks', '@octokit/webhooks-methods', '@octokit/app', 'octokit', 'probot', 'discord-interactions', '@slack/bolt', '@slack/events-api', '@slack/interactive-messages', '@line/bot-sdk', 'inngest', '@polar-sh/nextjs')
              OR done.method = 'webhookCallback' AND regexp('(?i)secret_?token', done.options) OR done.callee = 'twilio.webhook') ORDER BY done.line LIMIT 1),
         (SELECT '`' || name.value || '` before the route' FROM json_each(place.middleware_json) AS name
          WHERE regexp('(?i)verif|signature|hmac|valid\w*(request|webhook|twilio)|webhook\w*(auth|guard)|(auth|guard)\w*webhook|twilio\.webhook|secret|bolt|authentic', name.value) LIMIT 1),
         (SELECT '`' || ahead.name || '` (' || ahead.file || ':' || ahead.line || ')' FROM ahead
          WHERE ahead.route_file = place.file AND ahead.route_line = place.line
            AND regexp('(?i)(verif|valid|check)\w*(signature|webhook|twilio|stripe|hmac|slack|request)|signature|hmac|twilio\.webhook|webhook\w*(auth|guard)|secret', ahead.name) LIMIT 1),
         (SELECT '`' || env_read.name || '` is asked (' || env_read.file || ':' || env_read.line || ')' FROM body JOIN env_read ON env_read.file = body.file AND env_read.line BETWEEN body.line AND body.end_line
          WHERE body.route_file = place.file AND body.route_line = place.line AND env_read.usage = 'comparison' AND env_read.compared_to IS NULL AND regexp('(?i)secret|token|key|hash|password|signature', env_read.name) AND NOT regexp('PUBLIC|ANON', env_read.name) LIMIT 1),
         (SELECT '`' || guard.env_name || '` is asked (' || guard.file || ':' || guard.line || ')' FROM body JOIN guard ON guard.file = body.file AND guard.line BETWEEN body.line AND body.end_line
          WHERE body.route_file = place.file AND body.route_line = place.line AND body.is_before = 0 AND guard.effect IN ('reject', 'throw') AND guard.operator <> 'falsy' AND regexp('(?i)secret|token|key|hash|password|signature', guard.env_name) LIMIT 1),
         CASE WHEN regexp('(?i)[:{<\[$](\w+:)?\w*(secret|token|key|hash)\w*', coalesce(place.own_path, '') || ' ' || coalesce(place.path, '')) THEN 'a secret in its address' END
       ) AS checked_by,
       -- It asks the vendor again, and takes the answer for true.
       (SELECT '`' || done.callee || '` (' || done.file || ':' || done.line || ')' FROM done LEFT JOIN sdk ON sdk.module = done.package LEFT JOIN outbound_call ON outbound_call.call_id = done.id
        WHERE done.route_file = place.file AND done.route_line = place.line AND done.is_before = 0
          AND (sdk.vendor = known.vendor AND regexp('(?i)^(retrieve|get|fetch|find|list|lookup|show)', done.method)
               OR instr(coalesce(outbound_call.host, ''), replace(known.vendor, '-', '')) > 0 AND coalesce(outbound_call.http_method, 'GET') = 'GET'
               OR regexp('(?i)^(get|fetch|retrieve|find|query|check|inquir\w*|confirm|capture)\w*(payment|order|transaction|charge|invoice|preference|status)\w*$', done.method) AND webhook_signer.stake = 'money' AND NOT regexp('(?i)prisma|supabase|repository|model|\bdb\b|database', done.callee))
        ORDER BY done.line LIMIT 1) AS asked_again,
       -- What could not be followed, and is given the request.
       coalesce((SELECT '`' || done.callee || '` (' || done.file || ':' || done.line || ')' FROM done JOIN json_each(done.names_json) AS name
        WHERE done.route_file = place.file AND done.route_line = place.line AND done.is_before = 0 AND done.target_function_id IS NULL AND done.origin IN ('file', 'unknown', 'parameter', 'package', 'local') AND done.kind <> 'tag'
          AND coalesce(done.package, '') NOT IN ('grammy', 'telegraf')
          AND regexp('^(req|request|_?req|ctx|c|context|headers?|event|sig|signature|rawBody|raw_body|rawBodyBuffer)$', name.value)
          AND NOT regexp('(?i)(^|\.)(json|text|status|send|set|get|header|log|info|warn|error|debug|push|next|type|end|insert|update|upsert|create|eq|add|from|emit|formData|arrayBuffer|stringify|captureException|captureMessage|track|toString|slice|has|includes|fromEntries|entries|parse|then|catch|Response|URLSearchParams|URL|int|str|trim|split|startsWith|replace|test|match|select|delete|where|findOne|findUnique|save|write|append|redirect|setHeader|sendStatus|cookie|redirect|parseBody|body)$', done.callee)
        LIMIT 1),
        (SELECT 'it refuses somebody (' || http_status.file || ':' || http_status.line || ')' FROM body JOIN http_status ON http_status.file = body.file AND http_status.line BETWEEN body.line AND body.end_line
         WHERE body.route_file = place.file AND body.route_line = place.line AND http_status.status IN (401, 403) AND body.is_before = 0 LIMIT 1),
        (SELECT 'it reads `' || written.value || '`' FROM written WHERE written.route_file = place.file AND written.route_line = place.line
           AND regexp('(?i)^(authorization|x-[\w-]*(signature|sig|hmac|secret|token|key)[\w-]*|[\w-]*-signature|verif-hash|secret|token|signature|sig)$', written.value) LIMIT 1),
        -- A list of handlers, or one from a package that is not known: what it asks was not read.
        (SELECT '`' || name.value || '` before the route' FROM json_each(place.middleware_json) AS name
         WHERE NOT regexp('(?i)^(express|body_?parser)\b|json|raw|urlencoded|text|cors|limit|throttle|upload|multer|log|parser|async|wrap|catch|compress|timeout|helmet', name.value)
           AND NOT EXISTS (SELECT 1 FROM "function" WHERE "function".name = name.value) LIMIT 1)
       ) AS unfollowed,
       -- Without the secret the check is left out.
       (SELECT guard.env_name FROM body JOIN guard ON guard.file = body.file AND guard.line BETWEEN body.line AND body.end_line
        WHERE body.route_file = place.file AND body.route_line = place.line AND guard.operator = 'truthy' AND guard.when_unset = 'skipped' AND regexp('(?i)secret|token|key|hash|signature', guard.env_name)
          -- Sessions and tokens of people are another matter.
          AND NOT regexp('(?i)jwt|session|public|next_?auth|clerk|cookie', guard.env_name)
          AND guard.effect NOT IN ('reject', 'throw', 'error') AND guard.nested_refusal IS NULL AND coalesce(guard.else_effect, '') NOT IN ('reject', 'throw', 'error') AND guard.else_refusal IS NULL
          AND regexp('(?i)construct_?event|verif|hmac|timingsafe|validaterequest|unwrap', guard.calls_json) LIMIT 1) AS open_without,
       -- Without the header the check is left out.
       (SELECT min(optional_check.condition) FROM body JOIN optional_check ON optional_check.file = body.file AND optional_check.line BETWEEN body.line AND body.end_line
        WHERE body.route_file = place.file AND body.route_line = place.line) AS open_when
FROM place
JOIN known ON known.file = place.file AND known.line = place.line AND known.rank = 1
JOIN webhook_signer ON webhook_signer.vendor = known.vendor
LEFT JOIN checking ON checking.route_file = place.file AND checking.route_line = place.line
-- People who are signed in are no vendor: /webhook/pages behind requireUser.
WHERE NOT EXISTS (SELECT 1 FROM named_guard WHERE named_guard.file = place.file AND named_guard.line = place.line AND instr(lower(named_guard.name), known.vendor) = 0);

CREATE VIEW loaded_agent AS       -- agents of monitoring services that a flag, a command, an image or an operator loads before a deployed app: node --require newrelic, ddtrace-run gunicorn …
SELECT deployed_part.app_dir, package.file AS place
FROM package JOIN deployed_part ON deployed_part.part_dir = package.dir
WHERE regexp('(-r|--require|--import)[ =]\S*(newrelic|dd-trace|elastic-apm|sentry|opentelemetry|applicationinsights|appsignal|instana)', package.scripts_json)
UNION ALL
SELECT deployed_app.dir, deploy_setting.file
FROM deploy_setting JOIN deployed_app ON deployed_app.dir = '' OR instr(deploy_setting.file, deployed_app.dir || '/') = 1
WHERE regexp('(newrelic|dd-trace|ddtrace|elastic-apm|sentry|opentelemetry|applicationinsights|appsignal|instana)', deploy_setting.value)
  AND regexp('(^|\.)(cmd|entrypoint|run|env\.NODE_OPTIONS|image|from)$', deploy_setting.key);

CREATE VIEW monitoring_start AS   -- where a deployed app starts the SDK of a service that takes its errors, its users' sessions or its events
SELECT deployed_part.app_dir, app_call.id AS call_id, app_call.file, app_call.line, app_call.side, app_call.language, app_call.callee, app_call.package,
       app_call.options, app_call.options_kind, app_call.function_id,
       regexp('^(@sentry/|sentry_sdk$|sentry-expo$)', app_call.package) AS is_sentry
FROM app_call JOIN deployed_part ON deployed_part.part_dir = coalesce(app_call.package_dir, '')
WHERE app_call.kind = 'call' AND app_call.method IN ('init', 'start', 'configure')
  AND regexp('^(@sentry/|sentry_sdk$|sentry-expo$|@bugsnag/|bugsnag$|logrocket$|posthog-js$|@datadog/browser-rum|dd-trace$|highlight[.]run$|@highlight-run/|@openreplay/|@fullstory/browser$|rollbar$|@appsignal/)', app_call.package);

CREATE VIEW app_stake AS          -- deployed_app, with what is at stake when one fails: how much it answers, what it keeps, whom it pays, and who runs it
WITH answered AS MATERIALIZED (
  SELECT app_dir, count(*) AS routes, max(method NOT IN ('GET', 'HEAD', 'OPTIONS')) AS takes_writes FROM deployed_route GROUP BY app_dir
),
acted AS MATERIALIZED (
  SELECT coalesce(app_file.package_dir, '') AS app_dir, count(*) AS actions
  FROM "function" JOIN app_file ON app_file.path = "function".file WHERE handler = 'server-action' GROUP BY 1
),
kept AS MATERIALIZED (
  SELECT DISTINCT app_dir FROM deployed_import WHERE role IN ('database', 'redis', 'queue') AND side <> 'client'
),
own_reach AS MATERIALIZED (
  SELECT DISTINCT reach.call_id, coalesce(file.package_dir, '') AS dir
  FROM reach JOIN "function" ON "function".id = reach.function_id JOIN file ON file.path = "function".file
  WHERE reach.call_id IN (SELECT call_id FROM outbound_call WHERE category IN ('payment', 'sms', 'llm'))
),
paid AS MATERIALIZED ( -- of what several apps share, only what this one is seen to call
  SELECT DISTINCT deployed_part.app_dir
  FROM service_call JOIN deployed_part ON deployed_part.part_dir = coalesce(service_call.package_dir, '')
  WHERE service_call.is_reached = 1 AND service_call.category IN ('payment', 'sms', 'llm')
    -- What browsers and phones are sent costs nothing.
    AND service_call.client NOT IN (SELECT module FROM module_role WHERE role = 'push')
    AND (service_call.package_dir IS nullif(deployed_part.app_dir, '') OR coalesce(service_call.package_dir, '') = deployed_part.app_dir
         OR EXISTS (SELECT 1 FROM own_reach WHERE own_reach.call_id = service_call.call_id AND own_reach.dir = deployed_part.app_dir))
)
SELECT deployed_app.*,
       coalesce(answered.routes, 0) AS routes,
       coalesce(acted.actions, 0) AS actions,                        -- server actions
       answered.app_dir IS NULL AND kind <> 'serverless' OR coalesce(answered.takes_writes, 0) OR acted.actions IS NOT NULL AS takes_writes, -- 0|1 it answers more than reads, or it cannot be told
       kept.app_dir IS NOT NULL AS keeps_data,                       -- 0|1 its server side asks a database, a cache or a queue
       paid.app_dir IS NOT NULL AS spends,                           -- 0|1 it calls what is paid for by use: models, text messages, payments
       -- 0|1 what others begin with, or learn from, by its name; those that a generator gives and nobody changes say nothing
       regexp('(?i)(^|[-_/. @])(templates?|boilerplate|starter|starter-?kit|tutorial|demo|examples?|samples?|playground|workshop|skeleton|scaffold)([-_/. ]|$)', deployed_app.name)
         AND deployed_app.name <> 'vite-react-typescript-starter' AS is_sample,
       -- 0|1 a product that strangers are meant to run: with a licence, and with words for those who help
       EXISTS (SELECT 1 FROM file WHERE regexp('(?i)^(licen[cs]e|copying)(\.\w+)?$', path))
         AND EXISTS (SELECT 1 FROM file WHERE regexp('(?i)^(\.github/|docs/)?(contribut\w*|code_of_conduct|self[-_]?host\w*|security|development)(\.\w+)?$', path)) AS is_open_product
FROM deployed_app
LEFT JOIN answered ON answered.app_dir = deployed_app.dir
LEFT JOIN acted ON acted.app_dir = deployed_app.dir
LEFT JOIN kept ON kept.app_dir = deployed_app.dir
LEFT JOIN paid ON paid.app_dir = deployed_app.dir;

CREATE VIEW hand_started_call AS  -- calls that run only where somebody starts their file by itself: no manifest, start script or deploy file does
WITH main AS MATERIALIZED (
  SELECT id, file, regexp_replace(file, '^.*/', '') AS name, regexp_replace(file, '^.*/|\.\w+$', '') AS stem FROM call WHERE in_main = 1
)
SELECT main.id, main.file FROM main
JOIN file ON file.path = main.file
LEFT JOIN package ON package.dir = file.package_dir
WHERE file.is_entry = 0
  AND NOT EXISTS (SELECT 1 FROM json_each(coalesce(package.scripts_json, '{}')) AS script
                  WHERE regexp('^(pre|post)?(start|serve|prod|production|worker|deploy|cron|jobs?)\b', script.key)
                    AND instr(script.value, main.name) > 0)
  AND NOT EXISTS (SELECT 1 FROM deploy_setting
                  WHERE instr(deploy_setting.value, main.stem || '.') > 0 -- what is built of it may have another extension
                     -- python -m jobs.mail
                     OR file.language = 'python' AND regexp('-m["'',\s]+(\w+\.)*' || regexp_replace(main.stem, '\W', '.') || '\b', deploy_setting.value));

CREATE VIEW running_use AS        -- uses of functions that may happen in what runs: not in tests, examples and archives, nor where only a start by hand leads
SELECT function_use.* FROM function_use
JOIN file ON file.path = function_use.file AND file.role NOT IN ('test', 'example', 'docs', 'archived')
WHERE function_use.call_id IS NULL OR function_use.call_id NOT IN (SELECT id FROM hand_started_call);

CREATE VIEW unused_function AS    -- outermost functions that nothing but tests uses: not by name, not by a framework; methods that no call names
SELECT around.id, around.file, around.line, around.end_line FROM "function" AS around
WHERE around.parent_id IS NULL AND around.name IS NOT NULL AND around.in_handler = 0
  AND CASE WHEN around.class_name IS NULL
        THEN (around.handler IS NULL OR around.handler = 'component')
          AND NOT EXISTS (SELECT 1 FROM running_use WHERE running_use.function_id = around.id)
          AND NOT EXISTS (SELECT 1 FROM export WHERE export.file = around.file AND export.local = around.name AND export.name = 'default')
          AND NOT EXISTS (SELECT 1 FROM import JOIN file ON file.path = import.file AND file.role NOT IN ('test', 'example', 'docs', 'archived')
                          WHERE import.imported = around.name AND import.kind <> 'reexport')
        -- Names that frameworks call, and those of a module's life, say nothing.
        ELSE around.handler IS NULL AND NOT regexp('^(constructor|on[A-Z]\w*|run|handle\w*|process\w*|execute|invoke|call|_?\w*(Hook|Callback))$', around.name)
          AND around.name NOT IN (SELECT call.method FROM call JOIN file ON file.path = call.file AND file.role NOT IN ('test', 'example', 'docs', 'archived'))
          AND NOT EXISTS (SELECT 1 FROM running_use WHERE running_use.function_id = around.id)
      END;

CREATE VIEW undeclared_callee AS  -- names that application files call without declaring or importing them: one row per file and name
SELECT call.file, call.root AS name, min(call.line) AS line,
       '[' || group_concat(DISTINCT json_object('file', call.file, 'line', call.line)) || ']' AS locations,
       max(call.is_guarded) AS is_guarded,
       count(*) OVER (PARTITION BY call.root) AS files, -- number of files that do
       max(call.method = call.root) AS is_bare, -- called by itself, not as a member
       min(call.in_try) AS in_try,
       min(call.result = 'thrown') AS is_thrown, -- only to make the error that is thrown
       -- a method of the class around it: `this.` was forgotten
       max(EXISTS (SELECT 1 FROM "function" AS around JOIN "function" AS sibling ON sibling.file = around.file AND sibling.class_name = around.class_name
                   WHERE around.file = call.file AND call.line BETWEEN around.line AND around.end_line AND sibling.name = call.root AND call.method = call.root)) AS is_method,
       -- while the file loads or a component renders, not in what one of them hands on
       max(call.function_id IS NULL OR EXISTS (SELECT 1 FROM "function" WHERE "function".id = call.function_id AND "function".name GLOB '[A-Z]*')) AS is_rendered,
       -- it handles another error: in a catch, or given one
       min(call.in_catch OR regexp('^\["[^"]*\.catch"', call.wrappers_json) OR EXISTS (SELECT 1 FROM json_each(call.names_json) WHERE value IN ('err', 'error', 'exception'))) AS in_catch,
       -- reached only where an environment variable switches something on
       min(EXISTS (SELECT 1 FROM guard WHERE guard.file = call.file AND guard.when_unset = 'skipped' AND guard.function_id IS call.function_id
                   AND coalesce(guard.compared_to, '') NOT IN ('production', 'prod') AND guard.operator IN ('===', 'truthy', 'includes')
                   AND call.line BETWEEN guard.line AND guard.end_line)) AS is_optional,
       -- the outermost function around it is nowhere used
       min(EXISTS (SELECT 1 FROM unused_function AS around WHERE around.file = call.file AND call.line BETWEEN around.line AND around.end_line)) AS is_unused,
       -- whatever loads the file or renders the component runs it: at the top of the file, or a hook, which stands in no branch
       max(call.in_try = 0 AND (call.function_id IS NULL AND call.in_main = 0
             OR regexp('^use[A-Z]', call.callee) AND EXISTS (SELECT 1 FROM "function" WHERE "function".id = call.function_id AND "function".name GLOB '[A-Z]*'))) AS is_certain,
       -- caught and put up with, in a part of a long function: the rest of it goes on
       min(call.in_try = 1 AND call.catch_effect IN ('logs', 'none', 'recovers')
           AND EXISTS (SELECT 1 FROM "function" AS around WHERE around.id = call.function_id AND around.end_line - around.line > 40)) AS is_put_up_with,
       min(call.in_main = 1 AND call.id IN (SELECT id FROM hand_started_call)) AS is_started_by_hand,
       -- what these are given is sent to another runtime, with its own globals
       max(regexp('evaluate|\$eval|[eE]xecuteScript|executeAsyncScript|mapReduce|waitForFunction|[iI]nitScript|runInPage', call.wrappers_json)) AS is_sent_elsewhere,
       file.language, file.side, file.package_dir, file.is_module, file.parse_error, file.started,
       (SELECT min(export.file) FROM export JOIN file AS other ON other.path = export.file AND other.role = 'app'
        WHERE export.name = call.root AND export.file <> call.file AND export.kind <> 'type') AS exporter, -- a file of the project that exports it
       (SELECT import.specifier FROM import JOIN file AS other ON other.path = import.file AND other.role = 'app'
        WHERE import.local = call.root AND import.file <> call.file AND import.is_erased = 0
        GROUP BY import.specifier ORDER BY count(*) DESC, import.specifier LIMIT 1) AS usual_specifier -- where other files import it from
FROM call JOIN file ON file.path = call.file
WHERE call.is_declared = 0 AND file.role = 'app'
GROUP BY call.file, call.root;

CREATE VIEW package_import AS     -- imports of npm packages by application files, those that are erased left out, with what vouches for them
WITH meteor_package AS MATERIALIZED (
  SELECT DISTINCT file FROM call
  WHERE callee IN ('Package.describe', 'Package.onUse', 'Npm.depends') AND (file = 'package.js' OR file LIKE '%/package.js')
)
SELECT import.file, import.line, import.package, import.in_try, file.package_dir, file.started,
       import.function_id IS NOT NULL AS is_lazy, -- 0|1 asked for when some line runs
       -- nearest one; one that only says how the files below it are loaded ({"type": "module"}) declares for nobody
       coalesce((SELECT package.file FROM package
                 WHERE package.ecosystem = 'npm' AND (package.dir = '' OR package.dir = file.package_dir OR substr(file.package_dir, 1, length(package.dir) + 1) = package.dir || '/')
                   AND (package.version IS NOT NULL OR package.is_root OR package.is_workspace OR coalesce(package.scripts_json, '{}') <> '{}'
                        OR EXISTS (SELECT 1 FROM dependency WHERE dependency.package_dir = package.dir))
                 ORDER BY length(package.dir) DESC LIMIT 1),
                (SELECT package.file FROM package WHERE package.dir = file.package_dir)) AS manifest,
       EXISTS (SELECT 1 FROM lockfile WHERE lockfile.package_dir IS NULL OR lockfile.package_dir = '' OR lockfile.package_dir = file.package_dir
               OR substr(file.package_dir, 1, length(lockfile.package_dir) + 1) = lockfile.package_dir || '/') AS has_lock, -- 0|1 a lock file says what is installed for it
       -- another one of its scope is declared, which may bring it, or other packages of the workspace may
       EXISTS (SELECT 1 FROM package WHERE package.dir = file.package_dir AND package.is_workspace = 1)
         OR EXISTS (SELECT 1 FROM dependency WHERE dependency.ecosystem = 'npm' AND import.package LIKE '@%/%' AND (dependency.package_dir = '' OR substr(file.package_dir || '/', 1, length(dependency.package_dir) + 1) = dependency.package_dir || '/')
                    AND dependency.kind <> 'development' AND dependency.name LIKE substr(import.package, 1, instr(import.package, '/')) || '%') AS has_kin,
       (SELECT dependency.file FROM dependency
        WHERE dependency.ecosystem = 'npm' AND dependency.name = import.package
          AND (dependency.package_dir = '' OR substr(import.file, 1, length(dependency.package_dir) + 1) = dependency.package_dir || '/')
        ORDER BY length(dependency.package_dir) DESC LIMIT 1) AS declaration, -- nearest manifest that declares it
       (SELECT provided_package.provider FROM provided_package JOIN dependency ON dependency.ecosystem = 'npm' AND dependency.name = provided_package.provider
        WHERE (dependency.package_dir = '' OR substr(import.file, 1, length(dependency.package_dir) + 1) = dependency.package_dir || '/')
          AND regexp('^(?:' || provided_package.pattern || ')$', import.package) LIMIT 1) AS provider, -- declared package that brings it along
       coalesce((SELECT problem.file FROM problem
        WHERE problem.file LIKE '%package.json'
          AND substr(import.file, 1, length(problem.file) - 12) = substr(problem.file, 1, length(problem.file) - 12) LIMIT 1),
        -- The package.js of a Meteor package lists its own: Npm.depends({ … }).
        (SELECT meteor_package.file FROM meteor_package
         WHERE substr(import.file, 1, length(meteor_package.file) - 10) = substr(meteor_package.file, 1, length(meteor_package.file) - 10) LIMIT 1)) AS broken, -- manifest around it that cannot be read
       (SELECT CASE min(locked_package.is_development) WHEN 1 THEN 'development' WHEN 0 THEN 'production' END FROM locked_package
        WHERE locked_package.name = import.package AND NOT regexp('(^|/)(uv|poetry|pdm)\.lock$|Pipfile\.lock$', locked_package.file)
          AND (locked_package.package_dir = '' OR substr(import.file, 1, length(locked_package.package_dir) + 1) = locked_package.package_dir || '/')) AS locked -- production | development: a lock file installs it all the same, as something that another package needs; NULL = none does
FROM import JOIN file ON file.path = import.file
WHERE file.role = 'app' AND file.language <> 'python' AND import.resolution = 'package' AND import.is_erased = 0 AND import.package IS NOT NULL
  -- A bundler's alias of that name (resolve.alias in vite.config.ts) leads somewhere else.
  AND NOT EXISTS (
    SELECT 1 FROM literal JOIN file AS config ON config.path = literal.file AND config.role = 'config'
    WHERE literal.value = import.specifier AND config.package_dir IS file.package_dir
      AND (literal.context = 'key' OR literal.key LIKE '%find'));

CREATE VIEW python_import AS      -- imports of known Python modules by application files, with what vouches for them; one row per import and module
WITH known AS MATERIALIZED (SELECT DISTINCT module, substr(module, 1, instr(module || '.', '.') - 1) AS top FROM python_distribution),
needed AS MATERIALIZED (
  SELECT import.file, import.line, rtrim(import.file, replace(import.file, '/', '')) AS folder, known.module, min(import.in_try) AS in_try, import.function_id IS NOT NULL AS is_lazy, coalesce(file.package_dir, '') AS package_dir
  FROM import JOIN file ON file.path = import.file
  JOIN known ON known.top = substr(import.package, 1, instr(import.package || '.', '.') - 1)
  WHERE file.role = 'app' AND file.language = 'python' AND import.resolution = 'package' AND import.is_erased = 0 AND import.package IS NOT NULL
    -- from google.cloud import storage
    AND (known.module = known.top OR substr(import.specifier || '.' || coalesce(import.imported, '') || '.', 1, length(known.module) + 1) = known.module || '.')
  GROUP BY import.file, import.line, known.module
),
-- What vouches for a module is the same for all files of a folder.
asked AS MATERIALIZED (
  SELECT needed.folder, needed.module, substr(min(printf('%03d', length(python_distribution.distribution)) || python_distribution.distribution), 4) AS distribution, -- the plain one of several
         json_group_array(DISTINCT python_distribution.distribution) AS distributions
  FROM (SELECT DISTINCT folder, module FROM needed) AS needed JOIN python_distribution ON python_distribution.module = needed.module
  GROUP BY needed.folder, needed.module
),
listed AS MATERIALIZED (
  SELECT iif(package_dir = '', '', package_dir || '/') AS folder, name, file, kind FROM dependency WHERE ecosystem = 'python'
  UNION ALL -- fastapi[all] brings more than fastapi
  SELECT iif(package_dir = '', '', package_dir || '/'), name || '[' || extra.value || ']', file, kind FROM dependency, json_each('["' || replace(extras, ',', '","') || '"]') AS extra WHERE ecosystem = 'python' AND extras IS NOT NULL
  UNION ALL -- setup(install_requires=[…])
  SELECT rtrim(call.file, replace(call.file, '/', '')), regexp_replace(lower(regexp_replace(item.value, '^\s*([\w.-]*).*$', '$1')), '[-_.]+', '-'), call.file, 'production'
  FROM call, json_tree(call.options) AS item
  WHERE call.method = 'setup' AND call.package IN ('setuptools', 'distutils') AND json_valid(call.options) AND item.type = 'text' AND item.fullkey LIKE '$.%require%'
),
pip_line AS MATERIALIZED (SELECT file, lower(value) AS value FROM deploy_setting WHERE value LIKE '%pip%install%' AND kind <> 'workflow'),
broken_list AS MATERIALIZED (
  SELECT problem.file FROM problem WHERE regexp('(^|/)(pyproject\.toml|Pipfile)$', problem.file)
  UNION -- what it needs is computed, or stands in another file
  SELECT call.file FROM call WHERE call.method = 'setup' AND call.package = 'setuptools' AND (call.options IS NULL OR instr(call.options, '"install_requires":{"$"') > 0)
),
voucher AS MATERIALIZED (
  SELECT asked.*,
         (SELECT listed.file FROM listed WHERE substr(asked.folder, 1, length(listed.folder)) = listed.folder
          ORDER BY length(listed.folder) DESC, listed.kind <> 'production', listed.file NOT LIKE '%pyproject.toml' LIMIT 1) AS manifest, -- nearest list of dependencies
         (SELECT listed.file FROM listed JOIN json_each(asked.distributions) AS own ON listed.name = own.value
          WHERE substr(asked.folder, 1, length(listed.folder)) = listed.folder
          ORDER BY length(listed.folder) DESC LIMIT 1) AS declaration, -- nearest one that names it
         (SELECT min(listed.file) FROM listed JOIN json_each(asked.distributions) AS own ON listed.name = own.value) AS sibling, -- any one that names it
         coalesce((SELECT provided_package.provider FROM provided_package JOIN listed ON listed.name = provided_package.provider
                   WHERE substr(asked.folder, 1, length(listed.folder)) = listed.folder
                     AND regexp('^(?:' || provided_package.pattern || ')$', asked.module) LIMIT 1),
                  -- google-cloud-bigquery brings the parts of google and its kin; forks and bundles are named after what they replace
                  (SELECT listed.name FROM listed
                   WHERE substr(asked.folder, 1, length(listed.folder)) = listed.folder
                     AND (instr('-' || listed.name || '-', '-' || asked.distribution || '-') > 0 OR instr('-' || listed.name || '-', '-' || lower(replace(asked.module, '_', '-')) || '-') > 0
                       OR instr(asked.module, '.') > 0 AND substr(listed.name, 1, instr(asked.module, '.')) = substr(asked.module, 1, instr(asked.module, '.') - 1) || '-'
                       OR listed.name LIKE asked.module || '-%' OR listed.name LIKE '%-' || asked.module) LIMIT 1),
                  (SELECT pip_line.file FROM pip_line WHERE instr(pip_line.value, asked.distribution) > 0 LIMIT 1),
                  -- Lambda's runtimes hold the SDK.
                  CASE WHEN asked.module IN ('boto3', 'botocore', 'urllib3') AND (EXISTS (SELECT 1 FROM deploy_setting WHERE deploy_setting.kind = 'serverless')
                         OR EXISTS (SELECT 1 FROM "function" WHERE substr("function".file, 1, length(asked.folder)) = asked.folder AND "function".name = 'lambda_handler' AND json_array_length("function".parameters_json) = 2)) THEN 'the Lambda runtime' END) AS provider, -- what is declared or runs it and brings it along
         (SELECT min(broken_list.file) FROM broken_list WHERE substr(asked.folder, 1, length(rtrim(broken_list.file, replace(broken_list.file, '/', '')))) = rtrim(broken_list.file, replace(broken_list.file, '/', ''))) AS broken, -- list around it that cannot be read
         EXISTS (SELECT 1 FROM package WHERE package.ecosystem = 'python' AND regexp_replace(lower(package.name), '[-_.]+', '-') IN (SELECT value FROM json_each(asked.distributions))) AS is_own,
         (SELECT min(locked_package.file) FROM locked_package JOIN json_each(asked.distributions) AS own ON own.value = locked_package.name
          WHERE regexp('(^|/)((uv|poetry|pdm)\.lock|Pipfile\.lock)$', locked_package.file)) AS locked, -- lock file that installs it all the same
         (SELECT min(lockfile.file) FROM lockfile WHERE lockfile.package_manager IN ('uv', 'poetry', 'pdm', 'pipenv')
            AND substr(asked.folder, 1, length(rtrim(lockfile.file, replace(lockfile.file, '/', '')))) = rtrim(lockfile.file, replace(lockfile.file, '/', ''))) AS "lock" -- lock file that says what is installed for it
  FROM asked
)
SELECT needed.file, needed.line, needed.in_try, needed.is_lazy, needed.package_dir, voucher.module, voucher.distribution, voucher.manifest, voucher.declaration, voucher.sibling, voucher.provider, voucher.broken, voucher.is_own, voucher.locked, voucher."lock"
FROM needed JOIN voucher USING (folder, module);

CREATE VIEW dormant_file AS       -- application code that nothing seems to load
SELECT path FROM app_file WHERE is_reached = 0 AND language IN ('typescript', 'javascript', 'vue', 'svelte', 'astro', 'python');

CREATE VIEW unseen_file AS        -- application code that nothing known to run leads to, where it is known what runs
SELECT path FROM app_file
WHERE started IS NULL AND (language <> 'python' OR coalesce(package_dir, '') IN (
  SELECT coalesce(known.package_dir, '') FROM file AS known WHERE known.language = 'python' AND known.role = 'app' AND known.started = 'start'));

CREATE VIEW unmounted_router AS   -- Python files whose routes no app serves: only tests and the package's own __init__.py import them, and nothing takes them from there
WITH taken AS MATERIALIZED (
  SELECT import.resolved_file AS file, import.local, import.imported, import.file AS taker, import.file = '__init__.py' OR import.file LIKE '%/\_\_init\_\_.py' ESCAPE '\' AS is_package
  FROM import JOIN file ON file.path = import.file AND file.language = 'python' AND file.role <> 'test'
  WHERE import.resolved_file IS NOT NULL
)
SELECT DISTINCT route.file FROM route JOIN app_file ON app_file.path = route.file AND app_file.language = 'python'
WHERE route.framework IN ('fastapi', 'flask') AND EXISTS (SELECT 1 FROM server)
  AND NOT EXISTS (SELECT 1 FROM server WHERE server.file = route.file)
  AND NOT EXISTS (SELECT 1 FROM taken WHERE taken.file = route.file AND NOT taken.is_package)
  -- from app.routes import boats
  AND NOT EXISTS (SELECT 1 FROM import JOIN file ON file.path = import.file AND file.language = 'python' AND file.role <> 'test'
                  WHERE import.imported = regexp_replace(route.file, '^.*/|\.py$', ''))
  AND NOT EXISTS (SELECT 1 FROM taken AS handed
                  WHERE handed.file = route.file AND handed.is_package
                    AND (EXISTS (SELECT 1 FROM call WHERE call.file = handed.taker AND regexp('include_router|register_blueprint|mount', call.method))
                      OR EXISTS (SELECT 1 FROM taken WHERE taken.file = handed.taker
                                 AND (taken.imported IS NULL OR taken.imported IN (handed.local, '*') OR handed.taker LIKE '%' || taken.imported || '/\_\_init\_\_.py' ESCAPE '\'))))
  -- What finds its routers by looking into a folder names none of them.
  AND NOT EXISTS (SELECT 1 FROM app_call JOIN call AS mounting ON mounting.file = app_call.file AND regexp('include_router|register_blueprint|mount', mounting.method)
                  WHERE app_call.language = 'python' AND regexp('(^|\.)(import_module|__import__|iter_modules|walk_packages|find_modules|spec_from_file_location)$', app_call.callee));

CREATE VIEW unnamed_file AS       -- application code that nothing in the repository imports, serves or names: how it is started, if it is, cannot be seen
SELECT file.path FROM app_file AS file
LEFT JOIN package ON package.dir = file.package_dir
WHERE file.importers = 0 AND file.is_entry = 0
  -- from app.routes import boats: importers counts what the statement names first, the package
  AND NOT (file.language = 'python' AND file.started IS NOT NULL)
  -- replace() leaves the name without its folder.
  AND instr(coalesce(package.scripts_json, ''), replace(file.path, rtrim(file.path, replace(file.path, '/', '')), '')) = 0
  -- Next.js and its kin know their files by place.
  AND NOT regexp('(^|/)(app|pages|routes|api|functions)/', file.path)
  AND NOT EXISTS (SELECT 1 FROM route WHERE route.file = file.path)
  AND NOT EXISTS (SELECT 1 FROM server WHERE server.file = file.path)
  AND NOT EXISTS (SELECT 1 FROM "function" WHERE "function".file = file.path AND "function".handler IS NOT NULL)
  -- src/worker.ts is started as dist/worker.js.
  AND NOT EXISTS (SELECT 1 FROM deploy_setting,
                  (SELECT rtrim(substr(file.path, length(rtrim(file.path, replace(file.path, '/', ''))) + 1), 'cmjtsx') AS stem) AS own
                  WHERE instr(deploy_setting.value, own.stem) > 0
                    -- python worker.py
                    AND (own.stem LIKE '%.py' OR instr(deploy_setting.value, own.stem || 'js') > 0 OR instr(deploy_setting.value, own.stem || 'ts') > 0
                      OR instr(deploy_setting.value, own.stem || 'mjs') > 0 OR instr(deploy_setting.value, own.stem || 'cjs') > 0))
  -- python -m bot.worker
  AND NOT (file.language = 'python' AND EXISTS (SELECT 1 FROM deploy_setting WHERE regexp('-m\s|["'']-m["'']', deploy_setting.value)
           AND instr(deploy_setting.value, replace(substr(file.path, length(rtrim(file.path, replace(file.path, '/', ''))) + 1), '.py', '')) > 0));

CREATE VIEW internal_file AS      -- application code for the team itself or for development, by its place: few people wait for it
SELECT path FROM app_file
WHERE regexp('(?i)(^|[/(._-])(admin|internal|backoffice|back-office|debug|dev|develop|development|dev-?tools|playground|sandbox|experiments?|experimental|labs?)([/)_-]|$)', rtrim(path, replace(path, '/', '')));

CREATE VIEW idle_client AS        -- clients that a module makes when it loads, and that only functions use which nobody calls or imports
SELECT made.id AS call_id, made.file, made.line, made.end_line
FROM call AS made
WHERE made.held = 'module' AND made.function_id IS NULL AND json_array_length(made.result_names) = 1
  AND EXISTS (SELECT 1 FROM call AS use WHERE use.file = made.file AND use.client_id = made.id)
  AND NOT EXISTS (
    SELECT 1 FROM call AS use LEFT JOIN "function" ON "function".id = use.function_id
    WHERE use.file = made.file AND use.client_id = made.id
      AND ("function".id IS NULL OR "function".name IS NULL OR "function".handler IS NOT NULL OR "function".parent_id IS NOT NULL OR "function".class_name IS NOT NULL
        OR EXISTS (SELECT 1 FROM function_use WHERE function_use.function_id = "function".id)
        OR EXISTS (SELECT 1 FROM export WHERE export.file = made.file AND export.function_id = "function".id AND (export.importers > 0 OR export.name = 'default'))))
  -- Given to somebody else it may be used there.
  AND NOT EXISTS (SELECT 1 FROM call AS given WHERE given.file = made.file AND instr(given.names_json, trim(made.result_names, '[]')) > 0)
  AND NOT EXISTS (SELECT 1 FROM export WHERE export.file = made.file AND export.local = json_extract(made.result_names, '$[0]'))
  AND NOT EXISTS (SELECT 1 FROM import WHERE import.resolved_file = made.file AND import.imported = '*');

CREATE VIEW demanding_read AS     -- reads through a helper that is told that production needs the variable: get('SESSION_SECRET', 'local', requiredInProduction)
SELECT env_read.file, env_read.line, env_read.name
FROM env_read JOIN call ON call.file = env_read.file AND env_read.line BETWEEN call.line AND call.end_line
WHERE env_read.reader = 'helper' AND instr(call.argument_1, env_read.name) AND regexp('(?i)requir|mandatory|production', call.names_json || coalesce(call.argument_3, ''));

CREATE VIEW env_use AS            -- named environment variables read by application code, with the file's side, language and package
SELECT env_read.*, file.side, file.language, file.package_dir, coalesce(package.is_library, 0) AS is_library,
       -- A file that nothing loads, or that is called after a task and stands alone: run by hand, if at all. A method that only answers and that nobody asks.
       dormant_file.path IS NOT NULL
       OR env_read.function_id IS NOT NULL AND env_read.function_id IN (SELECT id FROM "function" WHERE class_name IS NOT NULL AND handler IS NULL AND regexp('^(get|is|has)[A-Z]', name) AND name NOT IN (SELECT method FROM call))
       OR env_read.function_id IS NULL AND EXISTS (SELECT 1 FROM idle_client WHERE idle_client.file = env_read.file AND env_read.line BETWEEN idle_client.line AND idle_client.end_line)
       OR EXISTS (SELECT 1 FROM idle_setting WHERE idle_setting.file = env_read.file AND env_read.line BETWEEN idle_setting.line AND idle_setting.end_line)
       OR (file.importers = 0
         AND regexp('(^|/)(test|check|debug|verify|fix|export|import|migrate|create|setup|reset|update|list|delete|clean|generate|populate|inspect|diagnose)[-_][\w-]+\.([cm]?[jt]s|py)$', file.path)) AS is_idle
FROM env_read JOIN file ON file.path = env_read.file AND file.role = 'app'
LEFT JOIN package ON package.dir = file.package_dir
LEFT JOIN dormant_file ON dormant_file.path = file.path
WHERE env_read.name IS NOT NULL AND env_read.usage <> 'delete';

CREATE VIEW production_mode AS    -- places that give a deployed process its mode: what the shipped stage of an image, a deployment or its start command sets, and platforms that do it themselves
SELECT env_declaration.name, env_declaration.file, env_declaration.line, env_declaration.source AS kind
FROM env_declaration
WHERE regexp('^(NODE_ENV|APP_ENV|ENV|ENVIRONMENT|DEPLOY_ENV|STAGE)$', env_declaration.name) AND env_declaration.value IN ('production', 'prod')
  AND env_declaration.source IN ('kubernetes', 'vercel', 'netlify', 'render', 'fly', 'railway', 'heroku', 'procfile', 'pm2', 'systemd', 'serverless', 'wrangler', 'infrastructure')
  AND coalesce(env_declaration.environment, 'production') = 'production'
UNION
SELECT substr(deploy_setting.key, 11), deploy_setting.file, deploy_setting.line, deploy_setting.kind
FROM deploy_setting WHERE deploy_setting.key LIKE 'final.env.%' AND deploy_setting.value IN ('production', 'prod')
UNION
SELECT substr(deploy_setting.key, 5), deploy_setting.file, deploy_setting.line, deploy_setting.kind
FROM deploy_setting WHERE deploy_setting.kind = 'compose' AND deploy_setting.key LIKE 'env.%' AND regexp('^(production|prod|\$\{\w+:?-(production|prod)\})$', deploy_setting.value)
UNION
-- A start command counts where something is known to run it.
SELECT 'NODE_ENV', deploy_setting.file, deploy_setting.line, deploy_setting.kind
FROM deploy_setting WHERE regexp('^(cmd|final\.cmd|entrypoint|run|processes\.\w+|web|start-command)$', deploy_setting.key)
  AND deploy_setting.kind <> 'workflow' AND regexp('NODE_ENV=[''"]?production', deploy_setting.value)
UNION
SELECT 'NODE_ENV', package.file, 1, 'script'
FROM deploy_setting JOIN package JOIN json_each(coalesce(package.scripts_json, '{}')) AS script
WHERE regexp('^(cmd|final\.cmd|entrypoint|run|processes\.\w+|web|start-command)$', deploy_setting.key) AND deploy_setting.kind <> 'workflow'
  AND regexp('\b(npm|pnpm|yarn|bun|turbo|nx|lerna)\b.*(start|serve|prod)', deploy_setting.value)
  AND regexp('^(start|serve|prod|server|run)', script.key) AND regexp('NODE_ENV=[''"]?production', script.value)
UNION
-- These set it for what they run.
SELECT 'NODE_ENV', min(deploy_setting.file), deploy_setting.line, deploy_setting.kind
FROM deploy_setting WHERE deploy_setting.kind IN ('vercel', 'netlify', 'heroku') GROUP BY deploy_setting.kind
UNION
SELECT 'NODE_ENV', deploy_setting.file, deploy_setting.line, deploy_setting.kind
FROM deploy_setting WHERE deploy_setting.kind IN ('render', 'railway') AND deploy_setting.key = 'runtime' AND regexp('(?i)^(node|nixpacks|railpack)', deploy_setting.value);

CREATE VIEW required_env AS       -- variables without which the process does not start: schemas that demand them, and what throws or exits while the code is loaded
SELECT name.value AS name, env_validation.file, env_validation.line, file.package_dir
FROM env_validation JOIN json_each(env_validation.names_json) AS name
JOIN file ON file.path = env_validation.file AND file.role IN ('app', 'config')
LEFT JOIN "function" ON "function".id = env_validation.function_id
-- A file that nothing imports checks for itself alone, if it runs at all.
WHERE (file.importers > 0 OR file.is_entry = 1)
  AND (env_validation.kind <> 'throw' OR env_validation.function_id IS NULL
       OR ("function".in_handler = 0 AND regexp('(?i)(env(ironment)?|config(uration)?|settings|startup|bootstrap)s?$', "function".name))
       -- Nest makes what its modules provide when it starts.
       OR "function".name = 'useFactory'
       OR ("function".name = 'constructor' AND EXISTS (
         SELECT 1 FROM call JOIN file AS module ON module.path = call.file AND module.role = 'app'
         WHERE call.package = '@nestjs/common' AND call.method = 'Module' AND instr(call.names_json, '"' || "function".class_name || '"'))))
  AND NOT EXISTS (SELECT 1 FROM env_declaration WHERE env_declaration.name = name.value AND env_declaration.source = 'schema'
                  AND env_declaration.is_optional = 1);

CREATE VIEW production_demand AS  -- variables that code asks for before it serves, and throws or exits for where it is in production: if (!secret) { if (isProduction) throw …; console.warn(…); }
SELECT guard.env_name AS name, place.package_dir, guard.file, guard.line
FROM guard JOIN app_file AS place ON place.path = guard.file AND place.is_reached = 1
LEFT JOIN "function" AS starting ON starting.id = guard.function_id
WHERE guard.operator = 'falsy' AND (guard.function_id IS NULL OR starting.in_handler = 0)
  AND regexp('(?i)(^|[^!\w.])(\w+\.)?is_?prod|[^!]={2,3}\s*["''`]prod|\bin\s*[\[({]\s*["'']prod',
             coalesce(guard.nested_refusal, '') || char(10) || iif(guard.effect IN ('throw', 'error'), guard.condition || ' ' || coalesce(guard.other_terms, ''), ''));

CREATE VIEW handed_in_env AS      -- variables that a file of the deployment hands in: whoever deploys with it sees that they are asked for
SELECT DISTINCT name FROM env_declaration
WHERE coalesce(environment, 'production') = 'production'
  AND source IN ('compose', 'kubernetes', 'vercel', 'netlify', 'render', 'fly', 'railway', 'heroku', 'pm2', 'systemd', 'serverless', 'wrangler', 'infrastructure');

CREATE VIEW identity_call AS      -- calls that ask who is there: a session, a user, a token of somebody
SELECT app_call.id, app_call.file, app_call.line, app_call.function_id, app_call.callee
FROM app_call
WHERE regexp('(?i)^((get|require|validate|verify|check|fetch|load|use)(Server|Current|Auth|Authenticated|Api)*(Session|User|Auth|Authentication|Admin|Token|Jwt|IdToken|Key|Claims|Permissions?|Membership)|auth|currentUser|authenticate\w*|authori[sz]e\w*|jwtVerify|(require|ensure|assert)[A-Z]\w*(Session|User|Auth|Admin|Login|Permissions?|Member)|requireAuth\w*|with(Auth|Session|User|Admin)\w*)$', app_call.method);

CREATE VIEW env_gap AS            -- variables that application code reads: one row per name, with what declares it and how much depends on it
SELECT name, file, line, package_dir, reads, locations, is_client, is_library, is_idle,
       (SELECT env_declaration.file || ':' || env_declaration.line FROM env_declaration WHERE env_declaration.name = read.name
        ORDER BY env_declaration.source NOT IN ('example', 'env', 'schema'), env_declaration.file, env_declaration.line LIMIT 1) AS declaration, -- place that declares it, those for people first; NULL = none
       -- What the code sets itself it need not be given. Lower-case names come from a bundler's configuration.
       EXISTS (SELECT 1 FROM env_write JOIN file AS writer ON writer.path = env_write.file AND writer.role NOT IN ('test', 'example', 'archived')
               WHERE env_write.name = read.name)
       OR EXISTS (SELECT 1 FROM env_given JOIN file AS giver ON giver.path = env_given.file AND giver.role = 'app' WHERE env_given.name = read.name)
       -- The bundler writes another variable's value in its place, or one that it computes.
       OR EXISTS (SELECT 1 FROM env_exposure WHERE env_exposure.name = read.name AND env_exposure.env_name IS NOT env_exposure.name)
       OR NOT regexp('^[A-Z][A-Z0-9_]*$', name) AS is_internal,
       EXISTS (SELECT 1 FROM platform_env WHERE regexp(platform_env.pattern, read.name)
               AND (platform_env.reader IS NULL OR platform_env.reader = read.reader)) AS is_platform,
       (SELECT env_near_miss.declared FROM env_near_miss WHERE env_near_miss.name = read.name) AS near_miss,
       is_asserted, -- the code says that it must be there: `!`, a throw, a schema
       is_validated_in_script, -- something of TypeScript or JavaScript throws, exits or refuses when it is missing: what Python checks at its start says nothing of another process
       is_partial, -- some read copies it into an object of variables, or into one of several providers
       alias_of, -- undeclared variable that is asked for first: `A ?? B`
       -- Read bare, and nowhere tested: code goes on with undefined. A bare `!` says less than a test somewhere else.
       is_enforced OR ((is_asserted OR is_bare) AND NOT EXISTS (
         SELECT 1 FROM guard JOIN file AS tested ON tested.path = guard.file AND tested.role = 'app'
         WHERE guard.env_name = read.name AND guard.operator IN ('truthy', 'falsy')
           AND guard.effect NOT IN ('throw', 'reject', 'error') AND coalesce(guard.else_effect, '') NOT IN ('throw', 'reject', 'error'))) AS is_needed
FROM (
  SELECT name, max(iif(position = 1, file, NULL)) AS file, max(iif(position = 1, line, NULL)) AS line, max(iif(position = 1, package_dir, NULL)) AS package_dir,
         max(iif(position = 1, reader, NULL)) AS reader, count(*) AS reads, max(is_required) AS is_asserted, max(is_validated AND language <> 'python') AS is_validated_in_script,
         min(is_library) AS is_library, min(side = 'client') AS is_client, min(is_idle) AS is_idle, max(is_bare) AS is_bare,
         max(is_required AND is_validated) AS is_enforced, max(usage IN ('mirror', 'choice')) AS is_partial, max(iif(position = 1, alias_of, NULL)) AS alias_of,
         json_group_array(json_object('file', file, 'line', line) ORDER BY position) AS locations
  FROM (
    SELECT *,
           -- The read that needs it most stands for all.
           row_number() OVER (PARTITION BY name ORDER BY is_idle, is_required DESC, is_bare DESC, usage IN ('condition', 'comparison'), file, line) AS position
    FROM (
      SELECT env_use.*, usage IN ('value', 'argument', 'property')
             -- The first of `A ?? B` is needed where nothing declares B either, and nothing stands behind B.
             AND (default_kind = 'none' OR (default_kind = 'env' AND 'none' = (
                    SELECT coalesce(max(iif(EXISTS (SELECT 1 FROM env_declaration WHERE env_declaration.name = other.name)
                                              OR EXISTS (SELECT 1 FROM platform_env WHERE regexp(platform_env.pattern, other.name))
                                              OR EXISTS (SELECT 1 FROM guard WHERE guard.file = other.file AND guard.operator = 'truthy'
                                                         AND guard.env_name = other.name AND other.line BETWEEN guard.line AND guard.end_line),
                                            'set', other.default_kind)), '')
                    FROM env_read AS other WHERE other.file = env_use.file AND other.function_id IS env_use.function_id
                    AND other.line BETWEEN env_use.line AND env_use.line + 3 AND other.name <> env_use.name)))
             -- The last of `A ?? B` is there for those who have no A.
             AND NOT EXISTS (SELECT 1 FROM env_read AS first WHERE first.file = env_use.file AND first.default_kind = 'env'
                             AND first.line BETWEEN env_use.line - 3 AND env_use.line AND first.name <> env_use.name
                             AND EXISTS (SELECT 1 FROM env_declaration WHERE env_declaration.name = first.name))
             -- A number or a switch that tunes something: what takes it mostly knows one of its own.
             AND NOT regexp('_(MS|SECONDS|SECS|MINUTES|HOURS|DAYS|TTL|TIMEOUT|INTERVAL|LIMIT|MAX|MIN|SIZE|COUNT|CONCURRENCY|RETRIES|ATTEMPTS|HOPS|THRESHOLD|TIMEZONE|ENABLED|DISABLED|FLAGS?|MAX_PER_\w+)$|^(ENABLE|DISABLE|TRUST|MAX|MIN)_', env_use.name)
             -- parsePort(process.env.PORT_LIST): the project's own function sees that it is missing.
             AND NOT EXISTS (SELECT 1 FROM call WHERE call.file = env_use.file AND env_use.line BETWEEN call.line AND call.end_line AND call.target_function_id IS NOT NULL
                             AND regexp('^(parse|resolve|normali[sz]e|trim|clean|coalesce|withDefault|optional|maybe|assert|ensure|check|validate|must|split|clamp|positive|(require|to|as|int|num|bool|flag)[A-Z])', call.method)
                             AND (instr(call.argument_1, env_use.name) OR instr(call.argument_2, env_use.name)))
             -- Reached only where another variable switches the feature on.
             AND NOT EXISTS (SELECT 1 FROM guard WHERE guard.file = env_use.file AND guard.operator = 'truthy' AND guard.env_name <> env_use.name
                             AND env_use.line BETWEEN guard.line AND guard.end_line AND guard.other_terms IS NULL
                             AND guard.function_id IS env_use.function_id) AS is_bare,
             (SELECT first.name FROM env_read AS first WHERE first.file = env_use.file AND first.default_kind = 'env'
              AND first.function_id IS env_use.function_id AND env_use.reader <> 'schema'
              AND first.line BETWEEN env_use.line - 3 AND env_use.line AND first.name <> env_use.name AND env_use.default_kind <> 'env'
              AND NOT EXISTS (SELECT 1 FROM env_declaration WHERE env_declaration.name = first.name)
              ORDER BY first.line DESC LIMIT 1) AS alias_of
      FROM env_use
    )
  )
  GROUP BY name
) AS read;

CREATE VIEW env_document AS       -- files that tell people which variables there are: examples, tracked env files, schemas
SELECT env_declaration.file, min(env_declaration.line) AS line, min(env_declaration.source) AS source, count(DISTINCT env_declaration.name) AS names
FROM env_declaration JOIN file ON file.path = env_declaration.file
WHERE env_declaration.source IN ('example', 'env', 'schema')
  -- The values of one environment are no list for others.
  AND (env_declaration.source <> 'env' OR coalesce(env_declaration.environment, 'development') = 'development') AND file.role NOT IN ('test', 'example', 'docs', 'archived', 'vendored', 'generated')
GROUP BY env_declaration.file;

CREATE VIEW measured_coverage AS  -- reports of coverage with their sums, and what makes them doubtful: age in days by as_of, files that are not there
SELECT coverage_report.file, coverage_report.format, coverage_report.written_on, coalesce(coverage_report.package_dir, '') AS package_dir,
       sum(coverage.lines) AS lines, sum(coverage.covered) AS covered, 100.0 * sum(coverage.covered) / sum(coverage.lines) AS percent,
       count(*) AS named, sum(coverage.file IS NULL AND coverage.path <> '') AS lost,
       julianday(as_of.date) - julianday(coverage_report.written_on) AS age
FROM coverage_report JOIN coverage ON coverage.report = coverage_report.file CROSS JOIN as_of
GROUP BY coverage_report.file HAVING sum(coverage.lines) > 0;

CREATE VIEW asked_coverage AS     -- least coverage that is asked of a report: by prodcheck's configuration, else by the tools of its package and its language, else by those at the root, else by the service that shows it
SELECT report, percent, source, file, line FROM (
  SELECT coverage_report.file AS report, target.percent, target.source, target.file, target.line,
         row_number() OVER (PARTITION BY coverage_report.file ORDER BY target.source <> 'prodcheck', target.source = 'codecov',
                            coalesce(target.package_dir, '') <> coalesce(coverage_report.package_dir, ''), target.percent) AS place
  FROM coverage_report
  JOIN coverage_target AS target ON coalesce(target.package_dir, '') IN (coalesce(coverage_report.package_dir, ''), '')
   -- What vitest asks of the pages says nothing of the Python behind them.
   AND (target.source IN ('prodcheck', 'codecov') OR (target.source IN ('coverage.py', 'pytest-cov'))
        = EXISTS (SELECT 1 FROM coverage WHERE coverage.report = coverage_report.file AND coverage.path LIKE '%.py'))
) WHERE place = 1;

CREATE VIEW migration_change AS   -- migration_action with its file: what migrations do to tables, the new ones told apart from those that were applied long ago; a dump is no change and left out
WITH landed AS MATERIALIZED (
  SELECT path, min(committed_at) AS at, min(is_start) AS is_known FROM file_version WHERE is_on_base GROUP BY path
), age AS MATERIALIZED (
  SELECT migration_file.path, tool, folder, position AS file_position,
         -- On a branch, what the base branch has is no longer up to it.
         CASE WHEN EXISTS (SELECT 1 FROM base_branch WHERE commits > 0 AND NOT is_head) THEN landed.path IS NULL
              WHEN written_on IS NOT NULL THEN julianday(as_of.date) - julianday(written_on) <= 30
              WHEN max(written_on) OVER (PARTITION BY folder) IS NOT NULL THEN 0
              WHEN landed.is_known THEN julianday(as_of.date) - julianday(landed.at) <= 30
              ELSE position = max(position) OVER (PARTITION BY folder) END AS is_new
  FROM migration_file JOIN as_of LEFT JOIN landed ON landed.path = migration_file.path
  WHERE tool <> 'dump'
), young AS MATERIALIZED (
  SELECT DISTINCT coalesce(migration_action.schema, 'public') AS schema, migration_action.table_name AS name
  FROM migration_action JOIN age ON age.path = migration_action.file AND age.is_new
  WHERE migration_action.action = 'create-table'
), size AS MATERIALIZED (
  SELECT schema, name, max(row_estimate) AS rows FROM pg_table WHERE row_estimate IS NOT NULL AND EXISTS (SELECT 1 FROM catalog_source WHERE has_statistics) GROUP BY schema, name
)
SELECT migration_action.*, age.tool, age.folder, age.file_position,
       age.is_new,                   -- 0|1 on a branch, not in the base branch; on the base branch (or without git) written within 30 days of the audit's date, or without a date in any name come to it within 30 days, or without git the last of its folder
       young.name IS NOT NULL AS is_young, -- 0|1 a migration that is new itself made the table
       size.rows AS row_estimate,    -- NULL without a database in use
       -- how bad it is to stop all others from using the table for as long as reading every row takes
       CASE WHEN NOT age.is_new THEN 'low' WHEN size.rows >= 100000 THEN 'high' WHEN size.rows >= 10000 THEN 'medium' WHEN size.rows IS NOT NULL THEN 'low'
            WHEN young.name IS NOT NULL THEN 'low' ELSE 'medium' END AS lock_severity,
       CASE WHEN migration_action.schema IS NULL OR migration_action.schema = 'public' THEN '' ELSE migration_action.schema || '.' END
         || coalesce(migration_action.table_name, migration_action.name, '') AS object,
       -- what is told as one: a new file's changes of one table, all old files
       CASE WHEN age.is_new THEN migration_action.file || ' ' || coalesce(migration_action.schema || '.', '') || coalesce(migration_action.table_name, migration_action.name, '') ELSE '' END AS batch,
       printf('%06d %06d', age.file_position, migration_action.position) AS place -- in the order of application
FROM migration_action
JOIN age ON age.path = migration_action.file
LEFT JOIN young ON young.name = migration_action.table_name AND young.schema = coalesce(migration_action.schema, 'public')
LEFT JOIN size ON size.name = migration_action.table_name AND size.schema = coalesce(migration_action.schema, 'public');

CREATE VIEW env_need AS           -- variables without which a package's code (not Python's) goes on with undefined: one row per package and name, at the first read, with what checks it
SELECT package_dir, name, file, line, is_checked,
       (SELECT env_validation.kind || ' in ' || env_validation.file || ':' || env_validation.line FROM env_validation
        WHERE EXISTS (SELECT 1 FROM json_each(env_validation.names_json) WHERE json_each.value = need.name)
        ORDER BY env_validation.kind = 'throw', env_validation.file, env_validation.line LIMIT 1) AS checked_by
FROM (
  SELECT env_use.package_dir, env_use.name, env_use.file, env_use.line,
         row_number() OVER (PARTITION BY env_use.package_dir, env_use.name ORDER BY env_use.file, env_use.line) AS position,
         env_gap.is_validated_in_script OR EXISTS (SELECT 1 FROM env_validation, json_each(env_validation.names_json) WHERE json_each.value = env_use.name)
         -- Nest connects to the database before it listens.
         OR EXISTS (SELECT 1 FROM call WHERE call.package IN ('@nestjs/mongoose', '@nestjs/typeorm') AND call.method = 'forRoot'
                    AND call.file = env_use.file AND env_use.line BETWEEN call.line AND call.end_line)
         -- A schema that takes the environment as a whole covers its package, and those that depend on it.
         OR EXISTS (SELECT 1 FROM env_validation JOIN file ON file.path = env_validation.file
                    WHERE env_validation.names_json = '[]' AND (file.package_dir IS env_use.package_dir OR file.package_dir IN (
                      SELECT part.dir FROM dependency JOIN package AS part ON dependency.ecosystem = 'npm' AND part.name = dependency.name
                      WHERE dependency.package_dir = env_use.package_dir AND dependency.is_workspace = 1))) AS is_checked
  FROM env_use JOIN env_gap ON env_gap.name = env_use.name
  WHERE env_gap.is_needed AND NOT env_gap.is_platform AND NOT env_gap.is_internal AND NOT env_use.is_library AND NOT env_use.is_idle
    -- What a browser reads was put in by the build.
    AND env_use.side <> 'client' AND env_use.language <> 'python'
    AND (env_use.is_required OR (env_use.default_kind = 'none' AND env_use.usage IN ('value', 'argument', 'property')))
    -- The same file goes on without it: `X || '…'` beside the read, or a check that is left out while it is unset: if (x && given !== x) return 401.
    AND (env_use.is_required OR NOT EXISTS (SELECT 1 FROM env_read AS other WHERE other.file = env_use.file AND other.name = env_use.name AND other.default_kind IN ('literal', 'empty', 'expression')
                                            AND other.function_id IS env_use.function_id)
         AND NOT EXISTS (SELECT 1 FROM guard WHERE guard.file = env_use.file AND guard.env_name = env_use.name AND guard.operator = 'truthy' AND guard.when_unset = 'skipped'
                         AND guard.other_terms IS NOT NULL AND guard.function_id IS env_use.function_id AND guard.line >= env_use.line))
    -- What reports and measures works without.
    AND NOT regexp('_DSN$|SENTRY|POSTHOG|ANALYTICS|TELEMETRY|MEASUREMENT_ID|^(NEXT_PUBLIC_|VITE_)?(GA|GTM)_|LOG_LEVEL|DEBUG|VERBOSE', env_use.name)
) AS need
WHERE position = 1;

-- ───────────────────────────────────────────── views of the database catalogue
--
-- What rules about the schema start from. `object` is schema.name; `shown` leaves `public` out; `sql` is the name for a statement, in quotes where
-- it must be; file and line are where a migration makes it (NULL when none was replayed). Tables that migrations only take for granted are left
-- out: nobody knows what else they have.

CREATE VIEW own_table AS          -- the project's own tables; those of platforms, extensions and migration tools are left out, and so are partitions
SELECT pg_table.schema, pg_table.name, pg_table.kind, pg_table.parent, pg_table.owner, pg_table.is_unlogged, pg_table.rls_enabled, pg_table.rls_forced,
       pg_table.row_estimate, pg_table.bytes, pg_table.comment,
       pg_table.schema || '.' || pg_table.name AS object,
       CASE pg_table.schema WHEN 'public' THEN pg_table.name ELSE pg_table.schema || '.' || pg_table.name END AS shown,
       sql_name(pg_table.schema) || '.' || sql_name(pg_table.name) AS sql,
       -- 0|1 every statement about it could be applied; otherwise what seems to be missing may be there
       NOT EXISTS (SELECT 1 FROM migration_gap WHERE migration_gap."table" = pg_table.name AND migration_gap.schema = pg_table.schema) AS is_whole,
       -- 0|1 off, though a migration switches it on and none off again: on a table that was not there yet, or was made anew since
       pg_table.rls_enabled = 0
         AND EXISTS (SELECT 1 FROM migration_statement WHERE kind = 'AlterTableStmt' AND instr(text, pg_table.name) > 0 AND regexp('(?i)\benable\s+row\s+level', text)
                     AND regexp('(?i)(^|[\s."])' || pg_table.name || '["\s]', text))
         AND NOT EXISTS (SELECT 1 FROM migration_statement WHERE kind = 'AlterTableStmt' AND instr(text, pg_table.name) > 0 AND regexp('(?i)\bdisable\s+row\s+level', text)
                     AND regexp('(?i)(^|[\s."])' || pg_table.name || '["\s]', text)) AS is_rls_meant,
       made.file, made.line
FROM pg_table
LEFT JOIN migration_object AS made ON made.kind = 'table' AND made.schema = pg_table.schema AND made.name = pg_table.name
WHERE pg_table.is_system = 0 AND pg_table.kind <> 'partition'
  AND pg_table.name NOT IN ('schema_migrations', '_prisma_migrations', '__drizzle_migrations', 'knex_migrations', 'knex_migrations_lock', 'pgmigrations',
                            'goose_db_version', 'flyway_schema_history', 'ar_internal_metadata', 'alembic_version', 'databasechangelog', 'databasechangeloglock')
  AND NOT EXISTS (SELECT 1 FROM migration_assumption AS assumed
                  WHERE assumed.kind = 'table' AND assumed.schema = pg_table.schema AND assumed.name = pg_table.name);

CREATE VIEW own_column AS         -- columns of own tables
SELECT pg_column.*, own_table.object || '.' || pg_column.name AS object, own_table.object AS table_object, own_table.shown AS shown, own_table.sql AS table_sql,
       own_table.kind AS table_kind, own_table.row_estimate, own_table.is_whole, coalesce(made.file, own_table.file) AS file, coalesce(made.line, own_table.line) AS line
FROM own_table
JOIN pg_column ON pg_column."table" = own_table.name AND pg_column.schema = own_table.schema
LEFT JOIN migration_object AS made ON made.kind = 'column' AND made.schema = pg_column.schema AND made."table" = pg_column."table" AND made.name = pg_column.name;

CREATE VIEW own_index AS          -- indexes of own tables, parts of a partitioned table's index left out
SELECT pg_index.*, own_table.object AS table_object, own_table.shown AS shown, own_table.sql AS table_sql, own_table.kind AS table_kind, own_table.row_estimate,
       -- 0|1 no statement failed that may have taken it away
       NOT EXISTS (SELECT 1 FROM migration_gap WHERE migration_gap."table" = pg_index."table" AND migration_gap.schema = pg_index.schema
                   AND coalesce(migration_gap.kind, 'DoStmt') IN ('DoStmt', 'DropStmt', 'AlterTableStmt', 'RenameStmt')) AS is_whole, pg_index.schema || '.' || pg_index.name AS object, sql_name(pg_index.schema) || '.' || sql_name(pg_index.name) AS sql,
       coalesce(made.file, own_table.file) AS file, coalesce(made.line, own_table.line) AS line
FROM own_table
JOIN pg_index ON pg_index."table" = own_table.name AND pg_index.schema = own_table.schema AND pg_index.is_partition = 0
-- A constraint may stand on an index that was made before it, and constraints of several tables may have the same name.
LEFT JOIN migration_object AS made ON made.rowid = (
  SELECT part.rowid FROM migration_object AS part
  WHERE part.kind IN ('index', 'constraint') AND part.schema = pg_index.schema AND part.name = pg_index.name AND coalesce(part."table", pg_index."table") = pg_index."table"
  ORDER BY part.kind DESC LIMIT 1);

CREATE VIEW own_constraint AS     -- constraints of own tables, inherited ones left out
SELECT pg_constraint.*, own_table.object AS table_object, own_table.shown AS shown, own_table.sql AS table_sql, own_table.kind AS table_kind, own_table.row_estimate,
       own_table.is_whole, own_table.object || '.' || pg_constraint.name AS object, json_array_length(pg_constraint.columns_json) AS width,
       coalesce(made.file, (SELECT field.file FROM migration_object AS field
                            WHERE field.kind = 'column' AND field.schema = pg_constraint.schema AND field."table" = pg_constraint."table" AND field.name = pg_constraint.columns_json ->> 0),
                own_table.file) AS file,
       coalesce(made.line, (SELECT field.line FROM migration_object AS field
                            WHERE field.kind = 'column' AND field.schema = pg_constraint.schema AND field."table" = pg_constraint."table" AND field.name = pg_constraint.columns_json ->> 0),
                own_table.line) AS line
FROM own_table
JOIN pg_constraint ON pg_constraint."table" = own_table.name AND pg_constraint.schema = own_table.schema AND pg_constraint.is_inherited = 0
LEFT JOIN migration_object AS made ON made.kind = 'constraint' AND made.schema = pg_constraint.schema AND made."table" = pg_constraint."table" AND made.name = pg_constraint.name;

CREATE VIEW foreign_key AS        -- foreign keys of own tables, with whether an index serves them: its first columns are the key's, in any order
SELECT own_constraint.*,
       EXISTS (SELECT 1 FROM pg_index
               WHERE pg_index."table" = own_constraint."table" AND pg_index.schema = own_constraint.schema AND pg_index.is_valid = 1
                 AND (pg_index.method = 'btree' OR (pg_index.method IN ('hash', 'gist', 'spgist', 'brin') AND own_constraint.width = 1))
                 -- a partial index serves when it holds every row that points somewhere
                 AND (pg_index.predicate IS NULL OR replace(pg_index.predicate, '"', '') = '(' || (own_constraint.columns_json ->> 0) || ' IS NOT NULL)')
                 AND own_constraint.width = (SELECT count(*) FROM pg_index_column AS part
                                             WHERE part.schema = pg_index.schema AND part."index" = pg_index.name AND part.position <= own_constraint.width
                                               AND part.column_name IN (SELECT value FROM json_each(own_constraint.columns_json)))) AS is_indexed,
       -- no foreign key's rows are looked for by who once touched them
       NOT EXISTS (SELECT 1 FROM json_each(own_constraint.columns_json) WHERE NOT regexp('(_by|[a-z]By)(_?[uU]ser)?(_?[iI]d)?$', value)) AS is_stamp
FROM own_constraint
WHERE own_constraint.kind = 'foreign';

CREATE VIEW query_filter AS       -- one row for each column that an application's query filters by
SELECT query.id AS query_id, query.file, query.line, query.target, coalesce(query.schema, 'public') AS schema,
       json_extract(part.value, '$.column') AS name, json_extract(part.value, '$.operator') AS operator, json_extract(part.value, '$.value') AS value,
       json_extract(part.value, '$.function') AS function -- around the column
FROM app_query AS query, json_each(query.filters_json) AS part
WHERE query.target_kind = 'table' AND query.target IS NOT NULL;

CREATE VIEW table_query AS        -- queries of loaded code on own tables, with what they filter by and the index that serves them
WITH own AS MATERIALIZED (SELECT * FROM own_table),
lead AS MATERIALIZED ( -- first columns of usable indexes; of a partitioned table also those that its parts have one by one
  SELECT coalesce(whole.parent, part.schema || '.' || pg_index."table") AS object, part.column_name, min(pg_index.name) AS name
  FROM pg_index_column AS part
  JOIN pg_index ON pg_index.name = part."index" AND pg_index.schema = part.schema
  LEFT JOIN pg_table AS whole ON whole.name = pg_index."table" AND whole.schema = pg_index.schema AND whole.kind = 'partition'
  WHERE part.position = 1 AND pg_index.is_valid = 1 AND pg_index.predicate IS NULL
  GROUP BY 1, 2
),
filter AS MATERIALIZED (
  SELECT query_filter.query_id, query_filter.name, query_filter.operator, lead.name AS served_by,
         query_filter.name IS NULL OR query_filter.operator LIKE 'or.%' OR pg_column.name IS NULL
           -- A plain index serves no path into JSON, and none that only holds the column serves a function of it.
           OR query_filter.function IS NOT NULL
           -- A partial index serves who asks for its part, and nobody else.
           OR EXISTS (SELECT 1 FROM pg_index AS partial WHERE partial."table" = own.name AND partial.schema = own.schema AND partial.is_valid = 1
                      AND regexp('(?<!\w)' || query_filter.name || '(?!\w)', partial.predicate)
                      AND (typeof(query_filter.value) <> 'text' OR instr(partial.predicate, query_filter.value) > 0)) AS is_unclear
  FROM query_filter
  JOIN own ON own.name = query_filter.target AND own.schema = query_filter.schema
  LEFT JOIN pg_column ON pg_column."table" = own.name AND pg_column.schema = own.schema AND pg_column.name = query_filter.name
  LEFT JOIN lead ON lead.object = own.object AND lead.column_name = query_filter.name AND query_filter.operator NOT IN ('neq', 'not.eq', 'not.in')
  ORDER BY query_filter.query_id, query_filter.name
),
filters AS MATERIALIZED (
  SELECT query_id, min(served_by) AS served_by, max(is_unclear) AS is_unclear,
         json_group_array(DISTINCT name) FILTER (WHERE operator IN ('eq', 'is', 'in')) AS equal_json,
         min(name) FILTER (WHERE operator IN ('gt', 'gte', 'lt', 'lte')) AS range
  FROM filter GROUP BY query_id
)
SELECT query.id, query.file, query.line, query.client, query.operation, query.in_loop, query.is_single, query.row_limit, query.order_json,
       own.schema, own.name, own.object, own.shown, own.sql, own.kind, own.row_estimate, own.is_whole,
       filters.equal_json,        -- array of columns that are compared with given values
       CASE WHEN filters.range IS NULL THEN '[]' ELSE json_array(filters.range) END AS range_json, -- the first column with a range, in an array
       filters.is_unclear,        -- 0|1 a computed column, an alternative, or one that the table does not have: nothing can be said of an index
       filters.served_by          -- an index whose first column is one of those filtered by: few rows are left to look at
FROM filters
JOIN app_query AS query ON query.id = filters.query_id
JOIN own ON own.name = query.target AND own.schema = coalesce(query.schema, 'public')
WHERE query.file NOT IN (SELECT path FROM dormant_file);

CREATE VIEW asked_relation AS     -- tables and functions that loaded code asks for, one row for each query; with whether the catalogue and a live project have them, and who else says that they exist
WITH asked AS MATERIALIZED (
  SELECT query.file, query.line, query.client, query.target AS name, query.schema AS given, coalesce(query.schema, 'public') AS schema, query.is_name_open, query.is_forgiven,
         CASE query.target_kind WHEN 'function' THEN 'function' ELSE 'table' END AS kind
  FROM app_query AS query
  WHERE query.target_kind IN ('table', 'function') AND query.target IS NOT NULL AND query.file NOT IN (SELECT path FROM dormant_file)
    -- what Postgres and the platform bring along
    AND coalesce(query.schema, '') NOT IN ('auth', 'storage', 'realtime', 'vault', 'cron', 'net', 'extensions', 'graphql_public', 'pg_catalog', 'information_schema')
    AND NOT (query.client <> 'supabase-js' AND regexp('^(pg_|information_schema)', query.target))
),
relation AS MATERIALIZED (
  SELECT 'table' AS kind, schema, name FROM pg_table UNION SELECT 'table', schema, name FROM pg_view UNION SELECT 'function', schema, name FROM pg_function
),
found AS MATERIALIZED (
  SELECT asked.*,
         EXISTS (SELECT 1 FROM relation WHERE relation.name = asked.name AND relation.kind = asked.kind
                 -- SQL without a schema goes by the search_path.
                 AND (relation.schema = asked.schema OR (asked.given IS NULL AND asked.client <> 'supabase-js'))) AS is_there,
         -- a file that creates it, though it was not applied here or failed
         (SELECT min(file || ':' || line) FROM declared_relation WHERE declared_relation.name = asked.name AND source <> 'types'
            AND (declared_relation.kind = 'function') = (asked.kind = 'function')) AS written_in,
         (SELECT min(file) FROM declared_relation WHERE declared_relation.name = asked.name AND source = 'types') AS typed_in,
         -- what the live project answered the service key: missing, or readable; NULL when it was not asked, or gave no clear answer
         (SELECT answer FROM supabase_relation AS live WHERE live.role = 'service' AND live.name = asked.name AND live.schema = asked.schema
            AND asked.kind = 'table' AND live.answer IN ('missing', 'readable')) AS live_answer
  FROM asked
)
SELECT found.*,
       -- tables that are asked for and that no SQL of the repository creates, and all that are asked for
       (SELECT count(DISTINCT name) FROM found AS lost WHERE NOT lost.is_there AND lost.written_in IS NULL AND lost.kind = 'table') AS lost_tables,
       (SELECT count(DISTINCT name) FROM found AS every WHERE every.kind = 'table') AS asked_tables,
       -- tables and functions of which nothing in the repository knows: after a few they were made by hand, not forgotten
       (SELECT count(DISTINCT kind || name) FROM found AS lost WHERE NOT lost.is_there AND lost.written_in IS NULL AND lost.typed_in IS NULL AND lost.is_name_open = 0) AS lost_relations
FROM found;

CREATE VIEW api_schema AS         -- schemas that Supabase's API serves; none without its roles
SELECT pg_schema.name
FROM pg_schema
WHERE EXISTS (SELECT 1 FROM pg_role WHERE name = 'anon') AND EXISTS (SELECT 1 FROM pg_role WHERE name = 'authenticated')
  AND CASE WHEN EXISTS (SELECT 1 FROM deploy_setting WHERE kind = 'supabase' AND key = 'api.schemas')
           THEN EXISTS (SELECT 1 FROM deploy_setting WHERE kind = 'supabase' AND key = 'api.schemas' AND instr(' ' || value || ' ', ' ' || pg_schema.name || ' ') > 0)
           ELSE pg_schema.name = 'public' END;

CREATE VIEW api_key_use AS        -- who has the public key of Supabase's API; one row
-- is_given: code that runs in a browser, or a setting that is meant for one, gives it to everybody; is_hidden: only the secret one is read, nobody was given the public one
SELECT EXISTS (SELECT 1 FROM env_use WHERE is_idle = 0 AND regexp('(?i)SUPABASE\w*(ANON|PUBLISHABLE)|(ANON|PUBLISHABLE)_KEY$', name)
                 -- a server that reads it may be the only one
                 AND (side <> 'server' OR regexp('^(NEXT_|EXPO_|NUXT_)?PUBLIC_', name)))
         OR EXISTS (SELECT 1 FROM app_query WHERE client = 'supabase-js' AND side = 'client' AND file NOT IN (SELECT path FROM dormant_file)
                    AND NOT regexp('(^|/)(test|check|debug|verify|fix|export|import|migrate|setup|reset|seed)[-_][\w-]+\.[cm]?[jt]s$', file)) AS is_given,
       EXISTS (SELECT 1 FROM env_use WHERE regexp('SERVICE_(ROLE_)?KEY|SUPABASE_SECRET_KEY', name))
         AND NOT EXISTS (SELECT 1 FROM env_use WHERE is_idle = 0 AND regexp('ANON|PUBLISHABLE|SUPABASE_KEY$', name)) AS is_hidden;

CREATE VIEW exposed_relation AS   -- tables and views of the project that the API serves, with what a stranger (anon) and any signed-in user may do with them as far as rights go; policies come on top
SELECT relation.*, anon.privileges_json AS anon_json, signed_in.privileges_json AS user_json,
       coalesce(instr(anon.privileges_json, '"SELECT"') > 0, 0) AS anon_reads,
       coalesce(regexp('"(INSERT|UPDATE|DELETE)"', anon.privileges_json), 0) AS anon_writes,
       coalesce(instr(signed_in.privileges_json, '"SELECT"') > 0, 0) AS user_reads,
       coalesce(regexp('"(INSERT|UPDATE|DELETE)"', signed_in.privileges_json), 0) AS user_writes
FROM (
  SELECT schema, name, kind, object, shown, sql, rls_enabled, is_rls_meant, row_estimate, is_whole, file, line, 'table' AS object_kind FROM own_table
  UNION ALL
  SELECT pg_view.schema, pg_view.name, CASE pg_view.is_materialized WHEN 1 THEN 'materialised view' ELSE 'view' END, pg_view.schema || '.' || pg_view.name,
         CASE pg_view.schema WHEN 'public' THEN pg_view.name ELSE pg_view.schema || '.' || pg_view.name END,
         sql_name(pg_view.schema) || '.' || sql_name(pg_view.name), NULL, NULL, NULL, 1, made.file, made.line, 'view'
  FROM pg_view LEFT JOIN migration_object AS made ON made.kind = 'view' AND made.schema = pg_view.schema AND made.name = pg_view.name
  WHERE pg_view.is_system = 0
) AS relation
JOIN api_schema ON api_schema.name = relation.schema
LEFT JOIN pg_grant AS anon ON anon.name = relation.name AND anon.schema = relation.schema AND anon.object_kind = relation.object_kind AND anon.grantee = 'anon'
LEFT JOIN pg_grant AS signed_in ON signed_in.name = relation.name AND signed_in.schema = relation.schema AND signed_in.object_kind = relation.object_kind AND signed_in.grantee = 'authenticated'
WHERE (anon.grantee IS NOT NULL OR signed_in.grantee IS NOT NULL)
  -- What is made beside Supabase's own migrations, without a word of Supabase, may belong to another database.
  AND NOT EXISTS (SELECT 1 FROM migration_file AS source WHERE source.path = relation.file AND source.tool <> 'supabase'
                  AND EXISTS (SELECT 1 FROM migration_file WHERE tool = 'supabase')
                  AND NOT EXISTS (SELECT 1 FROM migration_statement AS near JOIN migration_file ON migration_file.path = near.file
                                  WHERE migration_file.folder = source.folder AND regexp('(?i)\bauth\.(uid|jwt|role|users)\b|\b(anon|authenticated|service_role)\b|row\s+level', near.text)));

CREATE VIEW own_policy AS         -- policies on own tables, and the project's on Supabase's storage; with who they are for
SELECT pg_policy.*, pg_policy.schema || '.' || pg_policy."table" AS table_object,
       CASE pg_policy.schema WHEN 'public' THEN pg_policy."table" ELSE pg_policy.schema || '.' || pg_policy."table" END AS shown,
       sql_name(pg_policy.schema) || '.' || sql_name(pg_policy."table") AS table_sql, sql_name(pg_policy.name) AS sql,
       pg_policy.schema || '.' || pg_policy."table" || '.' || pg_policy.name AS object,
       EXISTS (SELECT 1 FROM json_each(pg_policy.roles_json) WHERE value IN ('public', 'anon')) AS is_for_anon,
       EXISTS (SELECT 1 FROM json_each(pg_policy.roles_json) WHERE value IN ('public', 'authenticated')) AS is_for_users,
       own_table.rls_enabled, own_table.row_estimate,
       -- 0|1 no statement failed that may have changed it or taken it away
       NOT EXISTS (SELECT 1 FROM migration_gap WHERE migration_gap."table" = pg_policy."table" AND migration_gap.schema = pg_policy.schema
                   AND coalesce(migration_gap.kind, 'DoStmt') IN ('DoStmt', 'DropStmt', 'AlterPolicyStmt', 'RenameStmt'))
         -- nor does a file with an earlier date drop it, before there was one of that name: dates that lie, and the drop came later
         AND NOT EXISTS (SELECT 1 FROM migration_statement AS gone JOIN migration_file AS early ON early.path = gone.file JOIN migration_file AS late ON late.path = made.file
                         WHERE gone.kind = 'DropStmt' AND instr(gone.text, pg_policy.name) AND instr(gone.text, pg_policy."table") AND regexp('(?i)^\s*drop\s+policy', gone.text)
                           AND early.folder = late.folder AND early.position < late.position
                           AND NOT EXISTS (SELECT 1 FROM migration_statement AS again JOIN migration_file AS first ON first.path = again.file
                                           WHERE again.kind = 'CreatePolicyStmt' AND instr(again.text, pg_policy.name) AND instr(again.text, pg_policy."table")
                                             AND first.position <= early.position)) AS is_whole,
       coalesce(made.file, own_table.file) AS file, coalesce(made.line, own_table.line) AS line
FROM pg_policy
LEFT JOIN own_table ON own_table.schema = pg_policy.schema AND own_table.name = pg_policy."table"
LEFT JOIN migration_object AS made ON made.kind = 'policy' AND made.schema = pg_policy.schema AND made."table" = pg_policy."table" AND made.name = pg_policy.name
WHERE own_table.name IS NOT NULL OR pg_policy.schema = 'storage';

CREATE VIEW sensitive_column AS   -- names of columns that hold what is nobody else's business, as far as a name tells; of the catalogue and of generated types
SELECT name,
       regexp('(?i)^(hashed_?)?(password|passwd|pwd)(_?(hash|digest|salt))?$|(^|_)(api_?key|secret(_?key)?|private_?key|access_?token|refresh_?token|session_?token|auth_?token|totp|otp|mfa_secret|ssn|social_security(_number)?|credit_?card(_number)?|card_number|cvv|iban|passport(_number)?|tax_id)$|[a-z](ApiKey|AccessToken|RefreshToken|PasswordHash)$', name) AS is_secret,
       -- how to reach a person
       regexp('(?i)^(email|email_address|e_mail|phone|phone_number|mobile|date_of_birth|birth_?date|dob|home_address|street_address)$', name) AS is_personal
FROM (SELECT name FROM pg_column UNION SELECT field.value FROM declared_relation, json_each(declared_relation.columns_json) AS field)
WHERE is_secret OR is_personal;

CREATE VIEW stranger_relation AS  -- what a live Supabase project shows a stranger of each table and view that is there, with what the catalogue says of it
WITH answer AS MATERIALIZED (
  SELECT schema, name, schema || '.' || name AS object, CASE schema WHEN 'public' THEN name ELSE schema || '.' || name END AS shown,
         answer, row_count, has_rows, code
  FROM supabase_relation WHERE role = 'anon' AND answer IN ('readable', 'refused', 'unclear')
),
opening AS MATERIALIZED ( -- policies that let strangers read rows of a table: for reading alone, or for everything
  SELECT table_object, min(name) FILTER (WHERE command = 'select') AS reading, min(name) FILTER (WHERE command = 'all') AS anything
  FROM own_policy
  WHERE is_for_anon = 1 AND is_permissive = 1 AND command IN ('select', 'all') AND coalesce(using_expression, 'true') <> 'false'
    -- A stranger has no id: a policy that compares it lets in nobody, unless there is another way in.
    AND NOT (regexp('(?i)\bauth\.(uid|jwt|email|role)\(', coalesce(using_expression, '')) AND NOT regexp('(?i)\bOR\b|''anon''', coalesce(using_expression, '')))
  GROUP BY table_object
),
typed AS MATERIALIZED ( -- tables of generated types
  SELECT declared_relation.name AS "table", field.value AS column_name, declared_relation.file, declared_relation.line
  FROM declared_relation, json_each(declared_relation.columns_json) AS field WHERE declared_relation.source = 'types'
),
column_of AS MATERIALIZED (
  SELECT answer.object, sensitive_column.name, sensitive_column.is_secret, sensitive_column.is_personal
  FROM answer
  JOIN pg_column ON pg_column."table" = answer.name AND pg_column.schema = answer.schema AND pg_column.type NOT IN ('bool', 'timestamptz', 'timestamp')
  JOIN sensitive_column ON sensitive_column.name = pg_column.name
  UNION
  SELECT answer.object, sensitive_column.name, sensitive_column.is_secret, sensitive_column.is_personal
  FROM answer
  JOIN typed ON typed."table" = answer.name
  JOIN sensitive_column ON sensitive_column.name = typed.column_name
),
asking AS MATERIALIZED ( -- where the code asks for it first
  SELECT target, coalesce(schema, 'public') AS schema, min(file) AS file FROM app_query WHERE target_kind = 'table' GROUP BY 1, 2
)
SELECT answer.schema, answer.name, answer.object, answer.shown, answer.answer, answer.row_count, answer.has_rows, answer.code,
       CASE WHEN own_table.name IS NOT NULL THEN 'table' WHEN pg_view.name IS NOT NULL THEN 'view' END AS kind, -- NULL: the catalogue does not know it, or there is none
       own_table.rls_enabled = 1 OR own_table.is_rls_meant AS is_protected, -- 0|1 row-level security is on, or a migration switches it on; NULL as kind
       coalesce(own_table.is_whole, 1) AS is_whole,
       pg_view.is_security_invoker,
       opening.reading,           -- a policy that lets strangers read; NULL: none
       opening.anything,          -- a policy that lets strangers do everything; NULL: none
       (SELECT group_concat('`' || name || '`', ', ') FROM column_of WHERE column_of.object = answer.object) AS sensitive, -- columns that are nobody else's business
       coalesce((SELECT max(is_secret) FROM column_of WHERE column_of.object = answer.object), 0) AS has_secret,
       coalesce((SELECT max(is_personal) FROM column_of WHERE column_of.object = answer.object), 0) AS has_personal,
       coalesce(own_table.file, made.file, asking.file) AS file, coalesce(own_table.line, made.line) AS line
FROM answer
LEFT JOIN own_table ON own_table.name = answer.name AND own_table.schema = answer.schema
LEFT JOIN pg_view ON pg_view.name = answer.name AND pg_view.schema = answer.schema
LEFT JOIN migration_object AS made ON made.kind = 'view' AND made.name = answer.name AND made.schema = answer.schema
LEFT JOIN opening ON opening.table_object = answer.object
LEFT JOIN asking ON asking.target = answer.name AND asking.schema = answer.schema;

CREATE VIEW own_function AS       -- the project's own functions and procedures, those of triggers marked; with who may call them through the API
SELECT pg_function.*, pg_function.schema || '.' || pg_function.name || '(' || pg_function.arguments || ')' AS object,
       CASE pg_function.schema WHEN 'public' THEN '' ELSE pg_function.schema || '.' END || pg_function.name AS shown,
       sql_name(pg_function.schema) || '.' || sql_name(pg_function.name) || '(' || pg_function.arguments || ')' AS sql,
       coalesce(pg_function.returns IN ('trigger', 'event_trigger'), 0) AS is_trigger,
       EXISTS (SELECT 1 FROM api_schema WHERE api_schema.name = pg_function.schema)
         AND EXISTS (SELECT 1 FROM pg_grant WHERE pg_grant.name = pg_function.name AND pg_grant.schema = pg_function.schema AND pg_grant.object_kind = 'function'
                     AND pg_grant.detail = pg_function.arguments AND pg_grant.grantee IN ('anon', 'public')) AS is_for_anon,
       made.file, made.line
FROM pg_function
LEFT JOIN migration_object AS made ON made.kind = 'function' AND made.schema = pg_function.schema AND made.name = pg_function.name
WHERE pg_function.is_system = 0 AND pg_function.kind IN ('function', 'procedure')
  AND NOT EXISTS (SELECT 1 FROM migration_assumption AS assumed
                  WHERE assumed.kind = 'function' AND assumed.schema = pg_function.schema AND assumed.name = pg_function.name);
