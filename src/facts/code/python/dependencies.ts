/** What FastAPI runs before a function, because its parameters ask for it. */
import type { Dependency, NotedOrigin } from "../file-code.js";
import type { PythonFile } from "./model.js";
import type { Scope } from "./scopes.js";
import type { Expression, FunctionStatement } from "./syntax.js";
import { calleeText, textOf } from "./written.js";

const DEPENDS = /(?:^|\.)(?:Depends|Security)$/;

/** Name under which the linker finds what a type with a dependency stands for: `CurrentUser = Annotated[User, Depends(current_user)]`. */
const dependencyName = (type: string): string => `Depends(${type})`;

/** @param scope the one the function stands in. */
export function dependenciesOf(file: PythonFile, owner: FunctionStatement, scope: Scope): Dependency[] {
  const functionId = file.origins.functionId(owner);
  const ofParameters = owner.parameters.flatMap(({ annotation, default: value }) => {
    const given = value === null ? null : dependedOn(value);
    const found = given ?? (annotation === null ? null : inType(annotation, scope));
    const line = file.lineAt((given ?? annotation ?? owner).from);
    if (found !== null) {
      const text = nameOf(file, found, scope);
      return [{ origin: file.origins.of(found, scope), text, line, functionId }];
    }
    const origin = annotation === null ? null : foreignType(file, annotation, scope);
    return origin === null || annotation === null ? [] : [{ origin, text: "", line, functionId }];
  });
  return [...ofDecorators(file, owner, scope), ...ofClass(file, owner, scope), ...ofParameters];
}

/** What Django REST framework asks before every method of a view: `throttle_classes = [LoginThrottle]`, `permission_classes`. */
const ASKED_BY_CLASS = ["throttle_classes", "permission_classes"];
/** `throttle_scope = "login"`: the name under which ScopedRateThrottle counts; whether that is among the throttles, settings say. */
const THROTTLE_SCOPE = "throttle_scope";

function ofClass(file: PythonFile, owner: FunctionStatement, scope: Scope): Dependency[] {
  const { kind, ownerClass } = scope;
  if (kind !== "class" || ownerClass === null) return [];
  const functionId = file.origins.functionId(owner);
  const asked = ASKED_BY_CLASS.flatMap((name) => scope.names.get(name)?.values ?? []).flatMap((value) =>
    value?.kind === "sequence" ? value.items : [],
  );
  const around = ownerClass.decorators.flatMap((decorator) => aroundMethod(decorator, owner.name));
  const found = [...asked, ...around].map((item) => ({
    origin: file.origins.of(item, scope),
    text: calleeText(item.kind === "call" ? item.callee : item),
    line: file.lineAt(item.from),
    functionId,
  }));
  const [scoped] = scope.names.get(THROTTLE_SCOPE)?.values ?? [];
  if (scoped?.kind !== "string") return found;
  const origin = file.origins.of(scoped, scope);
  return [...found, { origin, text: THROTTLE_SCOPE, line: file.lineAt(scoped.from), functionId }];
}

/** `@method_decorator(ratelimit(key="ip"), name="post")`: the decorator that Django puts around a method of the class. */
function aroundMethod(decorator: Expression, method: string): Expression[] {
  if (decorator.kind !== "call" || !/(?:^|\.)method_decorator$/.test(calleeText(decorator.callee))) return [];
  const named = decorator.arguments.find(({ name }) => name === "name")?.value;
  const name = named?.kind === "string" ? named.text : "dispatch";
  const [first] = decorator.arguments;
  return first && (name === "dispatch" || name === method) ? [first.value] : [];
}

/** `@router.post("/login", dependencies=[Depends(limit_login)])` */
function ofDecorators(file: PythonFile, owner: FunctionStatement, scope: Scope): Dependency[] {
  const functionId = file.origins.functionId(owner);
  return owner.decorators.flatMap((decorator) => {
    const given =
      decorator.kind === "call" ? decorator.arguments.find(({ name }) => name === "dependencies") : undefined;
    const items = given?.value.kind === "sequence" ? given.value.items : [];
    return items.flatMap((item) => {
      const found = dependedOn(item);
      if (found === null) return [];
      const text = nameOf(file, found, scope);
      return [{ origin: file.origins.of(found, scope), text, line: file.lineAt(item.from), functionId }];
    });
  });
}

/** As it is written; of `limit_login = make_limiter(5)` what it was made by. */
function nameOf(file: PythonFile, found: Expression, scope: Scope): string {
  const values = found.kind === "name" ? (scope.lookup(found.name)?.values ?? []) : [];
  const [value] = values;
  return value?.kind === "call" ? calleeText(value.callee) : textOf(file.text, found);
}

/** Lets other files find what the types of this one depend on. */
export function addDependencyTypes({ origins }: PythonFile, root: Scope, exports: Map<string, NotedOrigin>): void {
  for (const [name, { values }] of root.names) {
    const [value] = values;
    const found = value?.kind === "index" ? inType(value, root) : null;
    if (found !== null) exports.set(dependencyName(name), origins.of(found, root));
  }
}

/** What `Depends(…)` is given; null for other calls, and where the type says it. */
export function dependedOn(value: Expression): Expression | null {
  if (value.kind !== "call" || !DEPENDS.test(calleeText(value.callee))) return null;
  const first = value.arguments.find(({ name, isSpread }) => !isSpread && (name === null || name === "dependency"));
  return first?.value ?? null;
}

/** `Annotated[User, Depends(current_user)]`, in place or by a name of this file. */
function inType(annotation: Expression, scope: Scope): Expression | null {
  if (annotation.kind === "name") {
    const [value] = scope.lookup(annotation.name)?.values ?? [];
    return value?.kind === "index" ? inType(value, scope) : null;
  }
  if (annotation.kind !== "index" || !/(?:^|\.)Annotated$/.test(calleeText(annotation.object))) return null;
  const items = annotation.index?.kind === "sequence" ? annotation.index.items : [];
  for (const item of items) {
    const found = dependedOn(item);
    if (found !== null) return found;
  }
  return null;
}

/** A type of another file, as what it may depend on. */
function foreignType({ origins }: PythonFile, annotation: Expression, scope: Scope): NotedOrigin | null {
  if (annotation.kind !== "name" && annotation.kind !== "member") return null;
  const noted = origins.of(annotation, scope);
  const { origin } = noted;
  if (origin.kind !== "import") return null;
  const last = origin.steps.at(-1);
  if (last === undefined) return { ...noted, origin: { ...origin, name: dependencyName(origin.name) } };
  const steps = [...origin.steps.slice(0, -1), `.${dependencyName(last.slice(1))}`];
  return { ...noted, origin: { ...origin, steps } };
}
