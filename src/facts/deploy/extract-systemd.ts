import type { FactSet } from "../fact-set.js";
import { shellWords } from "./command-env.js";
import { DeployRows } from "./deploy-rows.js";

const KEYS: Readonly<Record<string, string>> = {
  ExecStart: "cmd",
  ExecStartPre: "release",
  User: "user",
  Restart: "restart",
  EnvironmentFile: "env_file",
  TimeoutStopSec: "termination_grace_period",
  WatchdogSec: "healthcheck",
  OnCalendar: "schedule",
};

/** Start command, user, restart policy and variables of a systemd unit; null when the file is no unit. */
export function extractSystemd(path: string, text: string): FactSet | null {
  if (!/^\[(?:Service|Timer)\]/m.test(text)) return null;
  const rows = new DeployRows(path, "systemd");
  const service = path.slice(path.lastIndexOf("/") + 1);
  text.split(/\r?\n/).forEach((source, index) => {
    const [, key = "", value = ""] = /^([A-Za-z]+)\s*=\s*(.*)$/.exec(source) ?? [];
    const where = { line: index + 1, service };
    if (key === "Environment")
      for (const word of shellWords(value)) {
        const equals = word.indexOf("=");
        if (equals > 0) rows.env(word.slice(0, equals), word.slice(equals + 1), where);
      }
    else if (KEYS[key] && value !== "") rows.setting(KEYS[key], value, where);
  });
  return rows.facts;
}
