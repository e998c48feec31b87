/** A file whose history is asked for. Paths are relative to the audited root. */
export interface HistoryFile {
  readonly path: string;
  /** It may have had another name in here. '' = the root. */
  readonly folder: string;
}

/** One content, or one name, that a file had. */
export interface FileVersion {
  /** Of the file today. */
  readonly path: string;
  /** Its path then. */
  readonly name: string;
  /** git's id of the content. */
  readonly blob: string;
  /** Full id of the commit that brought it to the base branch, or HEAD; null of the working tree. */
  readonly commit: string | null;
  /** When that commit was made, ISO; null of the working tree, and when it makes no sense. */
  readonly at: string | null;
  readonly isOnBase: boolean;
  /** False where history could be read no further: it was there at that commit, and may be older. */
  readonly isStart: boolean;
}

export interface FileHistory {
  /** Short name of the base branch. */
  readonly branch: string | null;
  /** HEAD is on it. */
  readonly isHead: boolean;
  /** That were looked at. */
  readonly commits: number;
  /** Why older ones were not; null when all that matters was read. */
  readonly gap: string | null;
  /** Oldest first, file by file. */
  readonly versions: readonly FileVersion[];
}
