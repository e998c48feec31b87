interface Text {
  readonly text: string;
  readonly line: number;
}

/** One stage of a Dockerfile while it is read. */
export interface DockerStage {
  /** Its AS name, or its index. */
  readonly name: string;
  readonly line: number;
  /** Base image with arguments filled in. */
  readonly image: string;
  /** The stage it builds on, when that is one of this file. */
  readonly parent: DockerStage | null;
  /** ARG and ENV values known so far; null = declared without a value. */
  readonly variables: Map<string, string | null>;
  /** ENV values that a container of this stage starts with, those of the stages below it included; null = from a build argument. */
  readonly environment: Map<string, { readonly value: string | null; readonly line: number }>;
  user: Text | null;
  healthcheck: Text | null;
  cmd: Text | null;
  entrypoint: Text | null;
}

/** What a stage ends up with, its own instructions first, then those of the stages below it. */
export interface FinalStage {
  readonly from: Text;
  readonly user: Text | null;
  readonly healthcheck: Text | null;
  /** What starts: entrypoint and command in one text. */
  readonly cmd: Text | null;
}

/** Follows a stage down to its base image. A stage builds on earlier ones only, so this ends. */
export function effective(last: DockerStage): FinalStage {
  let bottom = last;
  let { user, healthcheck, cmd, entrypoint } = last;
  while (bottom.parent) {
    bottom = bottom.parent;
    user ??= bottom.user;
    healthcheck ??= bottom.healthcheck;
    // Setting an entrypoint resets the command that was inherited.
    if (!entrypoint) cmd ??= bottom.cmd;
    entrypoint ??= bottom.entrypoint;
  }
  const parts = [entrypoint, cmd].filter((part) => part !== null);
  const first = parts[0];
  return {
    from: { text: bottom.image, line: bottom.line },
    user,
    healthcheck,
    cmd: first ? { text: parts.map((part) => part.text).join(" "), line: first.line } : null,
  };
}
