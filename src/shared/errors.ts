/** An error a person can act on: what happened, where, what to do. Ends with exit code 2. */
export class UserError extends Error {
  readonly where: string | null;
  readonly remedy: string | null;
  constructor(message: string, details: { where?: string; remedy?: string; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "UserError";
    this.where = details.where ?? null;
    this.remedy = details.remedy ?? null;
  }
}
