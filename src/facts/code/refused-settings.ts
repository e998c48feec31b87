/** Which secret a condition is about under which code does not go on, as far as its text tells. The same for TypeScript and Python. */

const SECRET = /secret|passw|(?:^|_)pass$|key|token|pepper|salt|jwt/i;
const CHAIN = /[A-Za-z_$][\w$]*(?:[?!]?\.[A-Za-z_$][\w$]*|\[["']\w+["']\])*/g;
/** getattr(self, "SECRET_KEY"), config.get('SECRET_KEY') */
const QUOTED = /["'`]([A-Z][A-Z0-9_]{3,})["'`]/g;

/** It is compared with something that is written down, or measured. That it is there at all says nothing about its default. */
const JUDGES =
  /(?<![!=])={2,3}\s*(?:["'`]|\w*(?:default|insecure|weak|placeholder|known)\w*)|(?<!\bnot\s)\bin\s+[\w({[]|\.(?:includes|has|startsWith|startswith|test|match|some)\(|\.length\b|\blen\(/i;
const IS_CONSTANT = /(?<![!=])={2,3}\s*[A-Z][A-Z_]{3,}\b/;
/** It is asked where the process runs. */
const MODE = /prod|NODE_ENV|_ENV\b|\bENV\b|environment|is_?dev|\bdebug\b|strict|\blocal\b/i;
/** Characters of a branch that are looked at for that. */
const MOST_OF_BRANCH = 600;
const CASED_MODE = /\bENV\b/;

export interface Refusal {
  /** Conditions that lead to the branch, the innermost last. */
  readonly condition: string;
  /** Source text of the branch. */
  readonly branch: string;
}

/** Letters and digits of the secrets that a condition names, in lower case; none when nothing about their values is asked. */
export function refusedSettings({ condition, branch }: Refusal): readonly string[] {
  if (!SECRET.test(condition)) return [];
  const text = `${condition} ${branch.slice(0, MOST_OF_BRANCH)}`;
  const isJudged = JUDGES.test(condition) || IS_CONSTANT.test(condition);
  if (!isJudged && !MODE.test(text.replace(/\benv\b/g, "")) && !CASED_MODE.test(text)) return [];
  return secretsNamed(condition);
}

/** `config.jwt.secret` as secret and as jwtsecret, `"SECRET_KEY"` as secretkey. */
export function secretsNamed(text: string): readonly string[] {
  const found = new Set<string>();
  for (const [chain] of text.matchAll(CHAIN)) {
    const parts = chain.match(/[\w$]+/g) ?? [];
    for (const [index, part] of parts.entries()) {
      if (!SECRET.test(part)) continue;
      found.add(bare(part));
      found.add(bare(`${parts[index - 1] ?? ""}${part}`));
    }
  }
  for (const [, name = ""] of text.matchAll(QUOTED)) if (SECRET.test(name)) found.add(bare(name));
  return [...found];
}

const bare = (name: string): string => name.replace(/[^A-Za-z0-9]/g, "").toLowerCase();
