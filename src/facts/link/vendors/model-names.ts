/** What the names around a model id say. They only ever narrow: a name alone makes nothing a call. */

/** Last name of a dotted key or callee: `tiers.large.model` → model, `process.env.X` → X. */
export const lastName = (key: string): string => key.slice(Math.max(key.lastIndexOf("."), key.lastIndexOf("#")) + 1);

const MODEL =
  /model|llm|(^|_)engine|gpt|claude|gemini|openai|open_ai|anthropic|embed|whisper|dall_?e|sonnet|haiku|opus|gemma/i;

/** Names about a model that are shown to people, or say whose it is. */
const ABOUT =
  /label|display|^used_|_used$|Used$|title|famil|provider|vendor|placeholder|description|hint|example|error|message|pattern|prefix|regex|support|allow|deny|block|list|table$|price|cost|limit|tokens?$|encoding/i;

/** True for the name of something that holds the id of the model to call. */
export const isModelName = (name: string): boolean => MODEL.test(name) && !ABOUT.test(name);

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z\d]/g, "");

/** Words and numbers that tell the models of one vendor apart. */
const VARIANT = /\d|opus|sonnet|haiku|turbo|mini|nano|flash|pro|lite|vision|ada|davinci/gi;

/** `GPT_4O: "gpt-4o"`, `SONNET: "claude-3-5-sonnet-20241022"`: the name says which model, not what it is for. */
export function isAlias(name: string, id: string): boolean {
  const variants = name.toLowerCase().match(VARIANT) ?? [];
  const [short, long] = [plain(name), plain(id)];
  if (variants.length === 0) return false;
  const family = /^[a-z]+/.exec(long)?.[0] ?? "";
  return (
    long.includes(short) ||
    short.includes(long) ||
    (short.includes(family) && variants.some((word) => long.includes(word)))
  );
}

/** Properties by which a list entry is told from the others. */
const ID_KEY = /^(id|value|slug|key|name|code|model|model_?id|model_?name|hosted_?id|api_?name)$/i;
const LABEL = /^(label|name|title|text|description|desc|subtitle|display_?name|model_?name)$/i;
const DATA =
  /pric|cost|context|max_?(output_?|input_?)?tokens|window|provider|vendor|capabilit|support|tier|maker|famil|icon|badge/i;
/** What belongs to a task that a model was chosen for. */
const TASK = /prompt|instruction|^system|temperature|^tools?$|messages|^role$|schedule|handler/i;

/** True when an object is an entry of a list of models: told by its key and by what stands beside it. */
export function isListEntry(name: string, siblings: readonly string[], inArray: boolean): boolean {
  if (!ID_KEY.test(name) || siblings.some((each) => TASK.test(each))) return false;
  if (/^(name|code|key)$/i.test(name)) return true;
  const isPick = /^(id|value|slug)$/i.test(name);
  const isLabelled = siblings.some((each) => LABEL.test(each));
  const isDescribed = siblings.some((each) => DATA.test(each));
  return isPick ? inArray || isLabelled || isDescribed : isLabelled ? isDescribed || inArray : inArray && isDescribed;
}

/** Places that count tokens or money for a model, whatever it is that calls it. */
const BOOKKEEPING =
  /pric|cost|tokeni[sz]|token[-_]?(count|manag|util|limit|estim)|count[-_]?tokens|tiktoken|encod|billing/i;

/** True for files, functions and classes that only keep the books about models. */
export const isBookkeeping = (name: string): boolean => BOOKKEEPING.test(name);

/** Functions that look at a text or put it away. */
const LOOKING =
  /^(log|info|warn|error|debug|trace|track|capture|record|report|count|estimate|encod|token|price|cost|label|format|expect|describe|includes|startsWith|endsWith|has|get|set|add|push|indexOf|match|replace|split|equals?|is[A-Z]|save|insert|upsert|update|write|json|respond|reply|render|send(Event)?$|emit|test$|it$)/;

/** What stands beside a model in an answer to a browser or in a record of a call, and in no request to a vendor. */
const OUTCOME =
  /^(success|ok|answer|reply|response|results?|output|usage|error|timestamp|status|tokens_?used|total_?tokens|cost|latency|duration\w*|(created|generated|processed)_?at)$/i;

/** True for an object that says which model did something. */
export const isOutcome = (siblings: readonly string[]): boolean => siblings.some((name) => OUTCOME.test(name));

/** True for a method that does not call the model it is given. */
export const onlyLooks = (method: string): boolean => LOOKING.test(method) || isBookkeeping(method);

/** React, Vue and their like: functions that hold what a person can change later. */
export const holdsState = (method: string): boolean =>
  /^(useState|useReducer|useForm|useLocalStorage|usePersistedState|ref|shallowRef|reactive|writable|atom|atomWithStorage|create|signal)$/.test(
    method,
  );
