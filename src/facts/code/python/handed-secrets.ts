/** Values that are sent to somebody who needs plain text: in a header, as credentials, in an address or in parameters. */
import type { HandedValue, NotedOrigin } from "../file-code.js";
import type { Place, PythonFile } from "./model.js";
import type { Call, Expression, Statement } from "./syntax.js";
import { calleeText, textOf } from "./written.js";

const HEADER = /^(?:(?:proxy-)?authorization|cookie|x-[\w-]+|[\w-]*api-?key|[\w-]+-token)$/i;
/** Keyword arguments of HTTP clients that are sent as they are. */
const SENT = /^(?:headers|params|data|json|cookies)$/;
const SECRET_KEY = /key|token|secret|password|signature/i;
const BASIC_AUTH = /(?:^|\.)(?:HTTPBasicAuth|HTTPDigestAuth|BasicAuth|DigestAuth)$/;

/** Header values in dictionaries, whatever becomes of them. */
export function handedInDictionary(file: PythonFile, value: Expression, place: Place): HandedValue[] {
  if (value.kind !== "dictionary") return [];
  return value.entries.flatMap(({ key, value: given }) =>
    key?.kind === "string" && HEADER.test(key.text) ? partsOf(file, given, place, key.text) : [],
  );
}

/** `auth=(user, password)`, `HTTPBasicAuth(user, password)`, `params={"key": key}`, `get(f"https://…?key={key}")`. */
export function handedInCall(file: PythonFile, call: Call, place: Place): HandedValue[] {
  const isAuth = BASIC_AUTH.test(calleeText(call.callee));
  return call.arguments.flatMap(({ name, value }) => {
    if (isAuth) return partsOf(file, value, place, "basic auth");
    if (name === "auth" && value.kind === "sequence")
      return value.items.flatMap((item) => partsOf(file, item, place, "basic auth"));
    if (name !== null && SENT.test(name) && value.kind === "dictionary") {
      return value.entries.flatMap(({ key, value: given }) =>
        key?.kind === "string" && SECRET_KEY.test(key.text) && !HEADER.test(key.text)
          ? partsOf(file, given, place, key.text)
          : [],
      );
    }
    const isAddress = value.kind === "string" && /^https?:/.test(value.text);
    return isAddress ? partsOf(file, value, place, "the address") : [];
  });
}

/** `session.headers["Authorization"] = f"Bearer {token}"` */
export function handedInAssignment(file: PythonFile, statement: Statement, place: Place): HandedValue[] {
  if (statement.kind !== "assign" || statement.value === null) return [];
  const [target] = statement.targets;
  const key = target?.kind === "index" && target.index?.kind === "string" ? target.index.text : "";
  return HEADER.test(key) ? partsOf(file, statement.value, place, key) : [];
}

/** The value itself, or what is put into its text. */
function partsOf(file: PythonFile, value: Expression, place: Place, key: string): HandedValue[] {
  const described = (part: Expression, isInText: boolean): HandedValue => ({
    origin: originOf(file, part, place),
    text: textOf(file.text, part, 80),
    line: file.lineAt(part.from),
    functionId: place.functionId,
    key,
    isInText,
  });
  if (value.kind === "string") return value.holes.map((hole) => described(hole, true));
  if (value.kind === "binary" && value.operator === "+")
    return [value.left, value.right].flatMap((side) => (side.kind === "string" ? [] : described(side, true)));
  // str(secret) gives the same stars that an f-string does.
  if (value.kind === "call" && calleeText(value.callee) === "str")
    return value.arguments.slice(0, 1).map((argument) => described(argument.value, true));
  return isFollowed(value) ? [described(value, false)] : [];
}

const isFollowed = ({ kind }: Expression): boolean => kind === "name" || kind === "member" || kind === "call";

const originOf = ({ origins }: PythonFile, part: Expression, { scope }: Place): NotedOrigin => origins.of(part, scope);
