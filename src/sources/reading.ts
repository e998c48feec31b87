/** How one file's text is looked at: shared by folders on disk and by the in-memory repositories of rule examples. */
import type { FileReading } from "../shared/memory-repository.js";
import type { RepositoryFile } from "../shared/repository.js";
import { findSecretSightings, type SecretSighting } from "../shared/secret-sightings.js";
import { maskSecrets, type SecretSyntax } from "../shared/secrets.js";
import { classifyRole, refineRole } from "./classify.js";
import { classifyLanguage } from "./language.js";
import { isLockfile } from "./role-names.js";

/** Language and role of a file, by its path and by the header of its text. */
export function classifyFile(path: string, text: string): Pick<RepositoryFile, "language" | "role"> {
  const { language, role } = refineRole(
    { path, language: classifyLanguage(path), role: classifyRole(path), bytes: 0 },
    text,
  );
  return { language, role };
}

/** Masks every secret of a file, by the syntax that its path implies. */
export function maskFile(text: string, path: string): string {
  return maskSecrets(text, secretSyntax(path));
}

/** What a file that was masked holds; nothing is kept of its values. */
export function secretsOf(path: string, text: string, masked: string): SecretSighting[] {
  return masked === text ? [] : findSecretSightings(path, text, classifyLanguage(path) === "env");
}

/** Reads in-memory files as `openRepository` reads those of a folder. */
export const fileReading: FileReading = { classify: classifyFile, mask: maskFile, findSecrets: secretsOf };

/** Files in which values stand without quotes: KEY=value, key: value. */
const UNQUOTED =
  /\.(?:sh|bash|zsh|ini|cfg|conf|properties|service)$|(?:^|\/)(?:\.npmrc|\.yarnrc|\.netrc|\.pypirc|\.envrc|procfile)$/i;

/** `"password": "Passwort"` */
const TRANSLATION =
  /(?:^|\/)(?:locales?|i18n|intl|lang|langs|languages|translations|messages)\/.*\.(?:json|ya?ml|[cm]?[jt]s)$/i;

function secretSyntax(path: string): SecretSyntax {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  if (name === "package.json" || isLockfile(name) || TRANSLATION.test(path)) return "manifest";
  const language = classifyLanguage(path);
  if (language === "env") return "env";
  const isUnquoted = language === "yaml" || language === "dockerfile" || language === "markdown" || language === "toml";
  return isUnquoted || UNQUOTED.test(path) ? "data" : "code";
}
