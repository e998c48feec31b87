/** What the first answer of a host means: whether it is Supabase at all, and whether it takes the key. */
import { UserError } from "../shared/errors.js";
import type { KeyRole } from "../shared/supabase-project.js";
import { AskingError } from "./supabase-fetch.js";

/** The network's failure, in words. */
export function explainNoAnswer(failure: unknown, host: string): UserError {
  const { what, remedy } = explainFailure(failure, host);
  return new UserError(what, { where: "--supabase-url", remedy });
}

function explainFailure(failure: unknown, host: string): { what: string; remedy: string } {
  if (failure instanceof AskingError) {
    if (failure.kind === "redirect") {
      return {
        what: `${host} redirects elsewhere, and the key does not go there.`,
        remedy: "Give the address that it redirects to, when that is the project's own.",
      };
    }
    return {
      what: `${host}: ${failure.message}.`,
      remedy: "Check the address, the network and that the project is not paused.",
    };
  }
  const code = codeOf(failure);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return { what: `There is no host "${host}".`, remedy: "Check the project's address; paused projects lose theirs." };
  }
  if (code === "ECONNREFUSED") {
    return { what: `Nothing listens at ${host}.`, remedy: "Check the address, and that the server runs." };
  }
  if (/CERT|SELF_SIGNED|SSL|TLS/.test(code)) {
    return {
      what: `The certificate of ${host} was not accepted (${code}).`,
      remedy: "Check the address; NODE_EXTRA_CA_CERTS names further authorities.",
    };
  }
  return {
    what: `${host} cannot be reached${code === "" ? "" : ` (${code})`}.`,
    remedy: "Check the address and the network.",
  };
}

/** fetch hides the reason in its error's cause, and that of several addresses in a list. */
function codeOf(failure: unknown): string {
  if (failure instanceof AggregateError) return codeOf(failure.errors[0]);
  if (!(failure instanceof Error)) return "";
  if ("code" in failure && typeof failure.code === "string") return failure.code;
  return failure.cause === undefined ? "" : codeOf(failure.cause);
}

interface Refusal {
  readonly code: string;
  readonly message: string;
}

const KEY_TROUBLE =
  /api keys? (?:is|are)|(?:invalid|no|unregistered|unknown|missing|legacy) (?:supabase )?api key|\bJW[ST]\b|signature/i;

/** Why this is not a project that answers with this key; null when it is one. */
export function explainStranger(
  status: number,
  range: string | null,
  refusal: Refusal | null,
  role: KeyRole,
  host: string,
): UserError | null {
  const where = "--supabase-url";
  if (status === 540 || status >= 520) {
    return new UserError(`${host} answers with HTTP ${status}: the project seems to be paused or down.`, {
      where,
      remedy: "Restore it in the dashboard, then try again.",
    });
  }
  const isTrouble = /^PGRST30[0-3]$/.test(refusal?.code ?? "") || KEY_TROUBLE.test(refusal?.message ?? "");
  if (isTrouble && (status === 401 || status === 403)) {
    return new UserError(`${host} does not accept the ${role === "anon" ? "anon" : "service"} key.`, {
      where: role === "anon" ? "--supabase-anon-key" : "--supabase-service-key",
      remedy: "Take the key from Project Settings, API keys; legacy keys may have been switched off.",
    });
  }
  if (/^PGRST\d{3}$/.test(refusal?.code ?? "")) {
    if (status < 500) return null;
    return new UserError(`${host} cannot reach its own database (${refusal?.code}).`, {
      where,
      remedy: "Try again in a moment.",
    });
  }
  // An older API that takes every schema for its only one.
  if ((status === 200 || status === 206) && range !== null) return null;
  return new UserError(`${host} does not answer like Supabase's API (HTTP ${status}).`, {
    where,
    remedy: "Give the project's own address, https://<project>.supabase.co, not that of its dashboard or of the app.",
  });
}

/** `… one of the following: public, shop` and `Only the following schemas are exposed: public, shop`; null when it says neither. */
export function readSchemaList(text: string): readonly string[] | null {
  const [, list] = /following(?: schemas are exposed)?: ([^\n]+)/.exec(text) ?? [];
  const names = (list ?? "").split(",").map((name) => name.trim().replace(/[."]+$/, ""));
  const plain = names.filter((name) => /^[\w$ -]{1,63}$/.test(name));
  return plain.length === 0 ? null : plain;
}
