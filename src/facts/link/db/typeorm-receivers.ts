/** On which entity a method of TypeORM is called: `this.users.find()`, `manager.find(User)`, `User.find()`. */
import type { Argument } from "../../code/file-code.js";
import type { CodeGraph, LinkedCall, LinkedFile } from "../code-graph.js";
import type { Entity, TypeormEntities } from "./typeorm-entities.js";

const PACKAGE = "typeorm";
const GETTER = /^get(Tree|Mongo)?Repository$/;

interface Receiver {
  readonly entity: Entity;
  /** Arguments that only name the entity. */
  readonly skipped: 0 | 1;
}

export class TypeormReceivers {
  readonly #graph: CodeGraph;
  readonly #entities: TypeormEntities;

  constructor(graph: CodeGraph, entities: TypeormEntities) {
    this.#graph = graph;
    this.#entities = entities;
  }

  of(call: LinkedCall): Receiver | null {
    const own = this.#repositoryOf(call) ?? this.#recordOf(call);
    if (own) return { entity: own, skipped: 0 };
    const named = this.#namedBy(call);
    return named ? { entity: named, skipped: 1 } : null;
  }

  /** The entity whose class an argument is. */
  argument(file: LinkedFile, argument: Argument | undefined): Entity | null {
    const origin = argument?.kind === "identifier" || argument?.kind === "member" ? argument.origin : null;
    // An instance is no class.
    if (!origin || origin.origin.steps.includes("new") || origin.madeBy !== undefined) return null;
    return this.#entities.of(this.#graph.resolve(file, origin));
  }

  /** A `Repository<User>`, or what `getRepository(User)` gave. */
  #repositoryOf({ record, file }: LinkedCall): Entity | null {
    const value = this.#graph.resolve(file, record.origin);
    if (value.kind === "package" && value.package === PACKAGE && value.of) {
      // `boats.manager.find(Crew)`, and `list.find(…)` on what `boats.find()` gave, are not the repository's own.
      const [before] = value.members.slice(-2, -1);
      if (before !== undefined && !GETTER.test(before) && before !== "extend") return null;
      const home = this.#graph.files.get(value.of.path);
      return home ? this.#entities.of(this.#graph.resolve(home, value.of.noted)) : null;
    }
    if (value.kind !== "parameter" && value.kind !== "unknown" && value.kind !== "local") return null;
    // Of a manager whose type is not written: `manager.getRepository(User).find()`.
    const link = record.chain?.find(({ method }) => GETTER.test(method));
    if (link) return this.argument(file, link.arguments[0]);
    const made = record.continues === null ? undefined : this.#graph.call(record.continues + file.callOffset);
    return made && GETTER.test(made.row.method) ? this.argument(file, made.record.arguments[0]) : null;
  }

  /** Active record: a method of BaseEntity's on the class itself. */
  #recordOf({ record, file }: LinkedCall): Entity | null {
    const value = this.#graph.resolve(file, record.origin);
    if (value.kind !== "package" || value.package !== PACKAGE || value.symbol !== "BaseEntity") return null;
    const { origin } = record.origin;
    if (origin.steps.includes("new") || origin.steps.includes("()")) return null;
    const owner = { ...record.origin, origin: { ...origin, steps: origin.steps.slice(0, -1) } };
    return this.#entities.of(this.#graph.resolve(file, owner));
  }

  /** `manager.find(User, …)`; nothing else of this name is given an entity's class. */
  #namedBy({ row, record, file }: LinkedCall): Entity | null {
    if (row.callee.includes("createQueryBuilder")) return null;
    const isManager =
      row.package === PACKAGE || row.origin === "parameter" || row.origin === "unknown" || /manager/i.test(row.callee);
    return isManager ? this.argument(file, record.arguments[0]) : null;
  }
}
