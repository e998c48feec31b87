/** Which Python modules a command, a setting or a string names. */
import { dirOf } from "./paths.js";

/** `python jobs/mail.py`, `app.main:app`, `-m jobs.mail`, `-A core.celery`, `--app web`, `"crm.urls"` */
const FILE = /(?:^|[\s"'=[,(])((?:\.?\/)?[\w@-][\w./@-]*\.pyw?)\b/g;
const APPLICATION = /(?<![\w./])([A-Za-z_][\w.]*(?:\/[\w./]+)?):[A-Za-z_]\w*/g;
const FLAG = /(?:^|\s)(?:-m|-A|--app|-F|--module|--wsgi)[\s=]+([A-Za-z_][\w.]*)/g;
const DOTTED = /(?:^|["'\s=[,(])([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)(?=$|["'\s\]),])/g;
/** `gunicorn main`, `celery worker`: what the server is told without a colon. */
const SERVED = /\b(?:gunicorn|daphne|hypercorn|uvicorn|granian|waitress-serve|uwsgi)\s(?:.*\s)?([A-Za-z_][\w.]*)\s*$/gm;

/** Names as they are written, in dots or as a path; those that mean no file of the project find none. */
export function modulesIn(text: string): string[] {
  if (
    text.length > 20_000 ||
    !/[.:]|-m|-A|--app|gunicorn|daphne|hypercorn|uvicorn|granian|waitress-serve|uwsgi/.test(text)
  )
    return [];
  // The exec form of a Dockerfile: ["python", "-m", "app"]
  const plain = /^\s*\[\s*"/.test(text) ? text.replace(/["',[\]]+/g, " ") : text;
  return [FILE, APPLICATION, FLAG, DOTTED, SERVED].flatMap((shape) =>
    [...plain.matchAll(shape)].flatMap(([, name]) => name ?? []),
  );
}

/** The project's modules by the ends of their paths. */
export class ModulePaths {
  readonly #byEnd = new Map<string, string[]>();

  constructor(paths: readonly string[]) {
    for (const path of paths) {
      // A package is started by its __main__.py, and imported by its __init__.py.
      const module = path.replace(/\.pyw?$/, "").replace(/\/(?:__init__|__main__)$/, "");
      const parts = module.split("/");
      for (let from = 0; from < parts.length; from++) {
        const end = parts.slice(from).join("/");
        const known = this.#byEnd.get(end);
        if (known) known.push(path);
        else this.#byEnd.set(end, [path]);
      }
    }
  }

  /** Files that a name may mean, wherever they lie: `crm.urls`, and `crm.middleware.Tenant`, which is a name in one. */
  find(name: string): readonly string[] {
    const path = /\.pyw?$/.test(name) ? name.replace(/\.pyw?$/, "") : name.replaceAll(".", "/");
    const clean = path.replace(/^(?:\.?\/)+/, "");
    return this.#byEnd.get(clean) ?? (clean.includes("/") ? (this.#byEnd.get(dirOf(clean)) ?? []) : []);
  }

  /** Of these the ones below the folder where the name is written, if there are any. */
  near(folder: string, name: string): readonly string[] {
    const all = this.find(name);
    const below = folder === "" ? [] : all.filter((path) => path.startsWith(`${folder}/`));
    return below.length > 0 ? below : all;
  }
}
