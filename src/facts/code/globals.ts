/** Names that need no declaration: what the runtimes, test runners and template compilers put there. */
import globals from "globals";

export interface GlobalContext {
  /** As in file.language. */
  readonly language: string;
  /** Where the file runs, as in file.side; without it every runtime's names are accepted. */
  readonly side?: string | undefined;
  readonly isTest?: boolean | undefined;
  /** Names of the packages the file's manifests declare: some of them add globals. */
  readonly dependencies?: { readonly has: (name: string) => boolean } | undefined;
}

/**
 * True when a bare name may be used without a declaration or an import. A file's runtime is rarely certain (a
 * `page.evaluate` callback in a server file runs in a browser), so the names of all runtimes count, except where a plain
 * word of the browser (`close`, `name`, `find`) would hide a forgotten import on the server.
 */
export function isKnownGlobal(name: string, context: GlobalContext): boolean {
  if (context.side === "server" && PLAIN_BROWSER_WORDS.has(name))
    return context.isTest === true && RUNNER_WORDS.has(name);
  if (EVERYWHERE.has(name) || BUILD_CONSTANT.test(name)) return true;
  if (context.isTest === true && RUNNER_WORDS.has(name)) return true;
  if (context.side !== "server" && (SCRIPT_TAGS.has(name) || VENDOR_PREFIX.test(name))) return true;
  if (context.language === "svelte" && name.startsWith("$")) return true; // a store's value: $page, $user
  return context.dependencies !== undefined && isFromDependency(name, context.dependencies);
}

const words = (text: string): string[] => text.trim().split(/\s+/);

const namesOf = (...sets: readonly object[]): string[] => sets.flatMap((set) => Object.keys(set));

/** Proposals that the browser list carries and nobody relies on; as undeclared names they are mistakes. */
const EXPERIMENTS = words("ai model when fence viewport crashReport offscreenBuffering");

/** Not in the data set: operators that look like names, platforms' own, compile-time macros, old browsers. */
const ADDITIONS = words(`
  this super arguments import require module exports define
  EdgeRuntime Supabase WebSocketPair HTMLRewriter awslambda Netlify caches clients registration skipWaiting gc
  $ref $computed $shallowRef $customRef $toRef $ $$ jQuery
  ActiveXObject XDomainRequest attachEvent execScript clipboardData msCrypto InstallTrigger opera netscape
  ApplePaySession SpeechRecognition chrome browser safari HermesInternal nativeFabricUIManager ErrorUtils
`);

/** Runners' names that mean nothing else: they may stand in a helper that does not look like a test. */
const RUNNER_NAMES = words(`
  describe xdescribe fdescribe ddescribe it xit fit test xtest expect suite bench
  beforeEach afterEach beforeAll afterAll before after jest vi vitest jasmine cy Cypress QUnit mocha
`);

/** Runners' names that are also everyday words: only in tests. */
const RUNNER_WORDS: ReadonlySet<string> = new Set([
  ...namesOf(globals.jest, globals.vitest, globals.mocha, globals.jasmine, globals.chai, globals.qunit),
  ...namesOf(globals.embertest, globals.protractor),
  ...words("given when then Given When Then tap assert should sinon nock spyOn fail pending driver device by waitFor"),
  ...words(
    "page browser context Feature Scenario Before After BeforeSuite AfterSuite I actor inject locate within pause secret",
  ),
]);

const EVERYWHERE: ReadonlySet<string> = new Set(
  [
    ...namesOf(globals.builtin, globals.node, globals.nodeBuiltin, globals.commonjs, globals.bunBuiltin),
    ...namesOf(globals.denoBuiltin, globals.browser, globals.worker, globals.sharedWorker, globals.serviceworker),
    ...namesOf(globals.audioWorklet, globals.paintWorklet, globals["react-native"], globals.webextensions),
    ...namesOf(
      globals.webpack,
      globals.rspack,
      globals.vue,
      globals.svelte,
      globals.astro,
      globals.amd,
      globals.jquery,
    ),
    ...ADDITIONS,
    ...RUNNER_NAMES,
  ].filter((name) => !EXPERIMENTS.includes(name)),
);

/** Properties of `window` that are everyday words. */
const PLAIN_BROWSER_WORDS: ReadonlySet<string> = new Set(
  words(`name status event length parent top origin external closed close open find print stop focus blur scroll
  moveTo moveBy resizeTo resizeBy menubar toolbar statusbar frames opener alert confirm prompt port fonts`),
);

/** Loaded by a script tag of the page; their npm packages, where there are any, export other names. */
const SCRIPT_TAGS: ReadonlySet<string> = new Set(
  words(`google gapi gtag ga dataLayer fbq FB grecaptcha turnstile hcaptcha Stripe paypal Paddle Razorpay Square Accept
  PaystackPop FlutterwaveCheckout MercadoPago Cashfree Xsolla Chargebee createLemonSqueezy LemonSqueezy Calendly YT Vimeo
  twttr twq instgrm hbspt HubSpotConversations Intercom zE zESettings Tawk_API drift $crisp Cookiebot OneTrust Optanon clarity
  ttq snaptr pintrk rdt lintrk uetq plausible umami fathom _paq _satellite _hsq hj heap AppleID naver kakao Kakao daum BMap
  AMap wx my tt swan qq uni Telegram Office Excel Word PowerPoint OfficeRuntime Xrm figma penpot messenger __adobe_cep__
  MathJax Ecwid Shopify Snipcart Weglot DocsBotAI adsbygoogle googletag apstag pbjs
  wp ajaxurl Drupal drupalSettings I18n Routes Rails Turbo gettext ngettext pgettext npgettext interpolate getApp getCurrentPages
  cordova Ti Titanium plus`).concat(namesOf(globals.greasemonkey)),
);

/** `__APP_VERSION__`: replaced by the bundler's `define`. */
const BUILD_CONSTANT = /^__\w+__$/;

const VENDOR_PREFIX = /^(webkit|moz|Moz|WebKit|ms)[A-Z]/;

/** Packages that put names into the global scope just by being there. */
const BY_DEPENDENCY: readonly { readonly packages: readonly string[]; readonly names: ReadonlySet<string> }[] = [
  { packages: ["@strapi/strapi", "strapi"], names: new Set(["strapi"]) },
  { packages: ["sails"], names: new Set(["sails", "_", "async"]) },
  { packages: ["shelljs"], names: new Set(namesOf(globals.shelljs)) },
  { packages: ["meteor-node-stubs"], names: new Set(namesOf(globals.meteor)) },
  { packages: ["@adonisjs/framework", "@adonisjs/ignitor"], names: new Set(["use"]) },
  {
    packages: ["zx"],
    names: new Set(
      words(`$ argv cd chalk dotenv echo expBackoff fetch fs glob globby kill log minimist nothrow os path ps question quiet
      retry sleep spinner stdin sync syncProcessCwd tempdir tempfile tmpdir tmpfile updateArgv useBash usePowerShell
      usePwsh versions which within YAML`),
    ),
  },
  { packages: ["k6", "@types/k6"], names: new Set(["open", "__ENV", "__VU", "__ITER"]) },
  {
    packages: ["hardhat", "truffle", "@nomiclabs/hardhat-ethers", "@nomicfoundation/hardhat-toolbox"],
    names: new Set(words("artifacts contract ethers hre network upgrades web3 task deployments getNamedAccounts")),
  },
  {
    packages: ["@types/google-apps-script", "@google/clasp"],
    names: new Set(
      words(`SpreadsheetApp DriveApp DocumentApp FormApp CalendarApp GmailApp MailApp SlidesApp UrlFetchApp HtmlService
      ContentService ScriptApp PropertiesService CacheService LockService Utilities Logger Session Browser XmlService
      Jdbc Charts Maps LanguageApp ContactsApp GroupsApp SitesApp BigQuery Drive Sheets Gmail Calendar AdminDirectory`),
    ),
  },
  {
    packages: ["@types/frida-gum"],
    names: new Set(
      words(`Java ObjC Interceptor Module Memory Process Thread NativeFunction NativeCallback Stalker ptr NULL send recv rpc
      hexdump int64 uint64 File Socket`),
    ),
  },
  { packages: ["thinkjs"], names: new Set(["think"]) },
  { packages: ["hexo"], names: new Set(["hexo"]) },
  { packages: ["parse-server"], names: new Set(["Parse"]) },
  // Laravel's pages: @routes and Echo.
  { packages: ["laravel-vite-plugin", "laravel-mix", "ziggy-js"], names: new Set(words("route Ziggy Echo")) },
  {
    packages: ["miniprogram-api-typings", "@types/wechat-miniprogram"],
    names: new Set(words("App Page Component Behavior getApp getCurrentPages requirePlugin")),
  },
];

const isFromDependency = (name: string, dependencies: { readonly has: (name: string) => boolean }): boolean =>
  BY_DEPENDENCY.some(({ packages, names }) => names.has(name) && packages.some((item) => dependencies.has(item)));
