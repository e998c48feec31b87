import { execFileSync } from "node:child_process";

/** Reason to skip what compares with git itself; false where git is installed. */
export const skipWithoutGit: string | false = isGitInstalled() ? false : "git is not installed";

/** Runs git in a folder that a test made, with nobody's configuration but ours. */
export function git(root: string, ...parameters: readonly string[]): string {
  return execFileSync("git", ["-c", "core.quotePath=false", ...parameters], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
  });
}

function isGitInstalled(): boolean {
  try {
    execFileSync("git", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
