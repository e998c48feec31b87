/** What sample repositories answer from outside. */
import { querySample } from "./query-sample.js";
import type { Files } from "./web-sample.js";

/** Routes as "METHOD path purpose: limiter", with what signs in and what it costs where that is known. */
export const exposedBy = (files: Files): string[] =>
  querySample(files, "SELECT * FROM exposed_route ORDER BY file, line, path").map((row) => {
    const more = [row["auth_service"], row["cost"]]
      .filter((value) => value !== null)
      .map((value) => `, ${String(value)}`);
    return `${String(row["method"])} ${String(row["path"])} ${String(row["purpose"])}: ${String(row["limited_by"] ?? "–")}${more.join("")}`;
  });

/** An Express server without routes. */
export const EXPRESS = `import express from "express";\nconst app = express();\napp.listen(3000);\n`;

/** An Express server with more code. */
export const server = (more: string): string => `${EXPRESS}${more}\n`;
/** A manifest with this name. */
export const packageNamed = (name: string, more: object = {}): string =>
  JSON.stringify({ name, private: true, ...more });
