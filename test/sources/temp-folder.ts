import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";

/** Path → content. A path that ends in "/" is an empty folder. */
export type Files = Readonly<Record<string, string | Buffer>>;

/** Writes files to a fresh folder outside any repository, which goes away with the test. */
export function tempFolder(test: TestContext, files: Files = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "prodcheck-")));
  test.after(() => {
    rmSync(root, { recursive: true, force: true });
  });
  writeFiles(root, files);
  return root;
}

/** Writes files below a folder. */
export function writeFiles(root: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    mkdirSync(path.endsWith("/") ? file : dirname(file), { recursive: true });
    if (!path.endsWith("/")) writeFileSync(file, content);
  }
}

/** What makes a folder a git repository, as far as reading goes. */
export const EMPTY_GIT: Files = { ".git/HEAD": "ref: refs/heads/main\n", ".git/config": "" };
