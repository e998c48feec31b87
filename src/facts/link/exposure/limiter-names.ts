/** What functions and middleware that limit requests are called. */
const LIMIT = /rate[-_]?limit|throttl|brute[-_]?force|too[-_]?many[-_]?requests|(?<!de)limiter|(^|\.)slow_?down$/i;

/** Accounts that are locked after so many wrong passwords, and the counters of these. */
const LOCKOUT =
  /(log[-_]?in|sign[-_]?in|auth|failed|invalid|wrong|password|otp|pin|code|verification)[-_]?attempts?|attempts?[-_]?(exceeded|left|remaining)|(account|user|member)[-_]?(is[-_]?)?lock(ed|out)?\b|lock(ed)?[-_]?out|failed[-_]?(log|sign)[-_]?ins?/i;

/** isLocked(user), login_is_locked(); not day_is_locked(): books, documents and periods are locked, too. */
const IS_LOCKED =
  /(^_*|(account|user|member|log_?in|sign_?in|auth|password|otp|pin|ip|client|address|e?mail)[-_]?)is[-_]?locked$/i;

const CLEARING = /^(get|set|reset|clear|log|list|fetch|find|remove|delete|un_?lock|format|send)/i;

/** A riddle that a script cannot solve, checked by the server. */
const CAPTCHA = /^(verify|validate|check|assert|ensure|require)\w*(captcha|turnstile)/i;

/** About a limit, or about something else that is limited. */
const OTHER =
  /error|exception|header|config|option|info$|metric|size|length|body|payload|scroll|resize|render|progress|concurren|parallel|queue|outbound/i;

/** Functions that look after limits, or slow down what this process sends: whoever waits is not refused. */
const KEEPING =
  /^(get|set|to|use|has|resolve|mark|build|reset|clear|parse|format|log|track|record|update|delete|create|save|list|fetch|find|wait|acquire|respect|schedule|enqueue|remove|sleep|run|execute)([A-Z_]|$)/;

/** What limiters are asked. */
const ASKING =
  /^(limit|consume|check|protect|hit|take|allow|attempt|try|test|verify|incr|increment|enforce|validate|is[A-Z]|get$)/;

/** Whether a middleware, guard or wrapper around a handler says that it limits requests. */
export const isLimiterName = (name: string): boolean => LIMIT.test(name) && !OTHER.test(name);

/** Whether a call says that it counts a request against a limit: rateLimit(ip), this.loginLimiter.consume(key), isLockedOut(user), verifyCaptcha(token). */
export function isLimitingCallee(callee: string, method: string): boolean {
  if (CAPTCHA.test(method)) return true;
  if (OTHER.test(callee)) return false;
  if (LOCKOUT.test(method) || IS_LOCKED.test(method)) return !CLEARING.test(method);
  return LIMIT.test(method) ? !KEEPING.test(method) : LIMIT.test(callee) && ASKING.test(method);
}

/** Whether a call of a limiter's package takes part in limiting, and does not only describe it. */
export const isPackageLimiting = (method: string): boolean =>
  !/^(to[A-Z]\w*|slidingWindow|fixedWindow|tokenBucket|getRemaining|resetUsedTokens|map|filter|some|then|catch)$/.test(
    method,
  );
