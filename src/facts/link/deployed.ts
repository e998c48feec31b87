import { addRows, type FactSet } from "../fact-set.js";
import type { DeployedAppRow, FileRow, PackageRow, ServerRow } from "../rows.js";
import { readObject } from "./argument-function.js";
import { dirOf, joinPath } from "./paths.js";
import { productionSigns } from "./production-signs.js";
import { isServer } from "./server-signs.js";

/** Frameworks whose own server, or a platform, runs the app: no call of the project starts it. */
const SELF_RUN = new Set(["next", "nuxt", "sveltekit", "remix"]);
const CONFIG = /(^|\/)(next|nuxt|svelte|remix|react-router)\.config\.[cm]?[jt]s$/;

/** Web socket servers usually hang on the HTTP server beside them: that one names the service. */
const ATTACHED = new Set(["ws", "socket.io"]);

/** A server that somebody starts by hand to try something: test-login-server.ts. Only if nothing names it. */
const FOR_A_TRIAL =
  /(^|\/)((test|mock|fake|dummy|try)[-_.][\w.-]*|[\w.-]*[-_.](test|mock|fake|dummy)([-_.]server)?)\.[cm]?[jt]s$/i;

/** What stands in for somebody else's service: fake-payment-service/server.js. */
const STAND_IN = /(^|\/)(mock|fake|dummy|stub)[-_]([\w-]+[-_])?(service|server|api|backend|gateway|provider)s?\//i;

/** What is deployed from this repository, and the packages whose code runs in it. Needs the servers. */
export function collectDeployed(facts: FactSet): void {
  const packages = new Map((facts.package ?? []).map((row) => [row.dir, row]));
  const files = new Map((facts.file ?? []).map((row) => [row.path, row]));
  const isNamed = namedIn(facts);
  const servers = (facts.server ?? [])
    .filter(
      ({ file }) =>
        files.get(file)?.role === "app" && !STAND_IN.test(file) && (!FOR_A_TRIAL.test(file) || isNamed(file)),
    )
    .toSorted(byPlace(files));
  const shared = new Set((facts.dependency ?? []).filter((row) => row.is_workspace).map((row) => row.name));
  const onFunctions = new Set([...vercelFolders(facts), ...lambdaFolders(facts)]);
  const isOnDenoDeploy = (facts.deploy_setting ?? []).some(
    ({ kind, key, value }) => kind === "workflow" && key === "uses" && /^denoland\/deployctl\b/.test(value ?? ""),
  );
  const apps = services(servers, packages, shared).map((app) =>
    app.kind === "long-running" && (onFunctions.has(app.dir) || (app.framework === "deno" && isOnDenoDeploy))
      ? { ...app, kind: "serverless" }
      : app,
  );
  const taken = new Set(apps.map((app) => app.dir));
  apps.push(...selfRunApps(servers, packages, facts.file ?? []).filter((app) => !taken.has(app.dir)));
  const signs = productionSigns(
    facts,
    apps.map(({ dir }) => dir),
  );
  addRows(
    facts,
    "deployed_app",
    apps.map((app) => ({
      ...app,
      is_server: isServer(app, apps, facts.deploy_setting ?? []),
      production: signs.get(app.dir)?.place ?? null,
      is_released: signs.get(app.dir)?.isReleased === true,
    })),
  );
  addRows(facts, "deployed_part", partsOf(apps, facts));
}

/** Whether a script of a manifest or a deployment says the name of a file. */
function namedIn(facts: FactSet): (file: string) => boolean {
  const scripts = (facts.package ?? []).flatMap((row) => row.scripts_json ?? []);
  const texts = [...scripts, ...(facts.deploy_setting ?? []).flatMap(({ value }) => value ?? [])];
  return (file) => {
    const name = file.slice(file.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
    return texts.some((text) => text.includes(name));
  };
}

/** Folders whose server Vercel runs as functions: it starts them, drains them and stops them by itself. */
function vercelFolders(facts: FactSet): Set<string> {
  const builds = (facts.deploy_setting ?? []).filter(
    ({ kind, key, value }) =>
      kind === "vercel" && key === "builds.use" && (value === "@vercel/node" || value === "@vercel/python"),
  );
  // The folder of what it builds, too: Python's server may stand in api/, with requirements of its own.
  return new Set(
    builds.flatMap(({ file, service }) => [dirOf(file), joinPath(dirOf(file), dirOf(service ?? "")) ?? dirOf(file)]),
  );
}

/** Folders whose serverless.yml answers requests with a function: the server beside it is for development. Unless an image starts it. */
function lambdaFolders(facts: FactSet): Set<string> {
  const settings = facts.deploy_setting ?? [];
  const started = new Set(
    settings
      .filter(({ kind, key }) => kind === "dockerfile" && /cmd|entrypoint/.test(key))
      .map(({ file }) => dirOf(file)),
  );
  const answering = settings.filter(
    ({ kind, key, value }) => kind === "serverless" && key === "event" && /^http/i.test(value ?? ""),
  );
  return new Set(answering.map(({ file }) => dirOf(file)).filter((dir) => !started.has(dir)));
}

/** The file that a manifest names before others, and HTTP before the web sockets on it. */
const byPlace =
  (files: ReadonlyMap<string, FileRow>) =>
  (a: ServerRow, b: ServerRow): number =>
    Number(ATTACHED.has(a.framework)) - Number(ATTACHED.has(b.framework)) ||
    compare(a.kind, b.kind) ||
    Number(files.get(b.file)?.is_entry === true) - Number(files.get(a.file)?.is_entry === true) ||
    compare(a.file, b.file) ||
    a.line - b.line;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const nameOf = (row: PackageRow | undefined): string => row?.name || row?.dir || "app";

/** An app, before it is known how it is run and what shows that it is in production. */
type App = Omit<DeployedAppRow, "is_server" | "production" | "is_released">;

/** Packages that start a process: one row for each, at the place where it listens or begins to work. */
function services(
  servers: readonly ServerRow[],
  packages: ReadonlyMap<string, PackageRow>,
  shared: ReadonlySet<string>,
): App[] {
  const found = new Map<string, App>();
  for (const server of servers) {
    const owner = server.package_dir === null ? undefined : packages.get(server.package_dir);
    const dir = server.package_dir ?? "";
    if (server.kind === "serverless" || found.has(dir) || isLibrary(owner, server, shared)) continue;
    found.set(dir, {
      dir,
      package_dir: server.package_dir,
      name: nameOf(owner),
      framework: server.framework,
      kind: server.kind,
      file: server.file,
      line: server.line,
    });
  }
  return [...found.values()];
}

/**
 * A workspace package that starts its server inside a function, and that is published or another package depends on, is a
 * library: whoever calls it runs the process. Unless it says how to start it; but a published tool says so as well.
 */
function isLibrary(owner: PackageRow | undefined, server: ServerRow, shared: ReadonlySet<string>): boolean {
  if (!owner?.is_workspace || server.function_id === null) return false;
  if (owner.is_library) return true;
  const isOffered = !owner.is_private || (owner.name !== null && shared.has(owner.name));
  return isOffered && readObject(owner.scripts_json)["start"] === undefined;
}

/** Apps of frameworks that start by themselves. A package that only shares components has no configuration and no routes. */
function selfRunApps(
  servers: readonly ServerRow[],
  packages: ReadonlyMap<string, PackageRow>,
  files: readonly FileRow[],
): App[] {
  const configured = new Set(files.filter(({ path }) => CONFIG.test(path)).map((row) => row.package_dir));
  return [...packages.values()].flatMap((row) => {
    const { dir, framework } = row;
    if (framework === null || !SELF_RUN.has(framework)) return [];
    const server = servers.find((each) => each.package_dir === dir && each.framework === framework);
    if (!server && !configured.has(dir)) return [];
    const place = { file: server?.file ?? row.file, line: server?.line ?? 1 };
    return [{ dir, package_dir: dir, name: nameOf(row), framework, kind: "serverless", ...place }];
  });
}

/** The app's own package and the workspace packages it depends on; another app among them is only a source of types. */
function partsOf(apps: readonly App[], facts: FactSet): { app_dir: string; part_dir: string }[] {
  const dirs = new Map(
    (facts.package ?? []).flatMap((row) => (row.name === null ? [] : [[row.name, row.dir] as const])),
  );
  const appDirs = new Set(apps.map((app) => app.dir));
  const needs = new Map<string, string[]>();
  for (const { package_dir: dir, name, kind, is_workspace: isWorkspace } of facts.dependency ?? []) {
    const target = dirs.get(name);
    if (!isWorkspace || target === undefined || appDirs.has(target)) continue;
    // An app may bundle what it names as a development dependency; what a part of it is developed with stays there.
    if (kind === "development" && !appDirs.has(dir)) continue;
    needs.set(dir, [...(needs.get(dir) ?? []), target]);
  }
  return apps.flatMap(({ dir }) => {
    const parts = new Set([dir]);
    for (const part of parts) for (const next of needs.get(part) ?? []) parts.add(next);
    return [...parts].map((part) => ({ app_dir: dir, part_dir: part }));
  });
}
