import type { DependencyRow } from "../../rows.js";

/** Versions of dependencies, as the nearest manifest declares them. */
export class Versions {
  readonly #byPackage = new Map<string, string | null>();

  constructor(rows: readonly DependencyRow[]) {
    for (const { package_dir: dir, name, version } of rows) this.#byPackage.set(`${dir}\0${name}`, version);
  }

  /** Whether the manifest of this folder itself declares a package. */
  has = (name: string, dir: string | null): boolean => this.#byPackage.has(`${dir ?? ""}\0${name}`);

  /** Lowest version of a package that code in this folder can have; null when it cannot be told. */
  of(name: string, dir: string | null): string | null {
    for (let current = dir; current !== null; current = parentOf(current)) {
      const version = this.#byPackage.get(`${current}\0${name}`);
      if (version !== undefined) return version;
    }
    return null;
  }
}

const parentOf = (dir: string): string | null => (dir === "" ? null : dir.slice(0, Math.max(0, dir.lastIndexOf("/"))));
