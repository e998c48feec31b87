import { join } from "node:path";
import type { FileVersion, HistoryFile } from "../shared/file-history.js";
import { readRegularFile } from "./file-system.js";
import type { GitFolder } from "./git-folder.js";
import type { FolderListings, Listing } from "./git-listing.js";
import type { Commit, GitObjects } from "./git-objects.js";

const MAX_COMMITS = 20_000;

/** A file on its way back through history. */
export interface TrackedFile extends HistoryFile {
  /** Path below its folder, today. */
  readonly below: string;
  /** The same at the commit where the walk is. */
  name: string;
  /** Content at that commit; null once the walk is past the commit that added the file. */
  blob: string | null;
  /** Newest first. */
  readonly versions: FileVersion[];
}

interface Walk {
  readonly git: GitFolder;
  readonly objects: GitObjects;
  readonly listings: FolderListings;
  readonly prefix: string;
  readonly start: string;
}

type Listings = ReadonlyMap<string, Listing>;

interface Step {
  readonly id: string;
  readonly commit: Commit;
  readonly listings: Listings;
}

/** Goes back along first parents until every file's first commit is found, and notes each change of its content or name. */
export function trackFiles(walk: Walk, files: readonly TrackedFile[]): { commits: number; gap: string | null } {
  const folders = [...new Set(files.map(({ folder }) => folder))];
  const shallow = shallowCommits(walk.git);
  let newer = stepAt(walk, walk.start, folders);
  if (newer === null) return { commits: 0, gap: whyNoStep(walk, 0) };
  let commits = 1;
  let gap: string | null = null;
  for (let left = files.filter(isOnWay); left.length > 0; commits++) {
    gap = whyStop(newer, shallow, commits);
    const parent: string | null = newer.commit.parent;
    if (gap !== null || parent === null) break;
    const older = stepAt(walk, parent, folders);
    if (older === null) {
      gap = whyNoStep(walk, commits);
      break;
    }
    if (isChanged(newer, older)) {
      for (const file of left) compare(file, newer, older);
      left = left.filter(isOnWay);
    }
    newer = older;
  }
  for (const file of files) note(file, newer, gap === null);
  return { commits, gap };
}

const isOnWay = ({ blob }: TrackedFile): boolean => blob !== null;

const isChanged = (newer: Step, older: Step): boolean =>
  [...newer.listings].some(([folder, listing]) => older.listings.get(folder) !== listing);

const counted = (commits: number): string => `${commits} ${commits === 1 ? "commit" : "commits"}`;

const whyNoStep = ({ listings }: Walk, commits: number): string =>
  listings.isLate
    ? `only ${counted(commits)} could be read in the time there is`
    : "older commits or their trees are not there, as in a partial clone";

function whyStop({ id }: Step, shallow: ReadonlySet<string>, commits: number): string | null {
  if (shallow.has(id)) return `the clone is shallow: it ends after ${counted(commits)}`;
  return commits >= MAX_COMMITS ? `only the last ${MAX_COMMITS} commits were read` : null;
}

/** Commits whose parents were left behind. */
function shallowCommits(git: GitFolder): ReadonlySet<string> {
  const text = readRegularFile(join(git.commonDir, "shallow"))?.toString("latin1") ?? "";
  return new Set(text.split(/\s+/).filter((id) => id !== ""));
}

function stepAt({ objects, listings, prefix }: Walk, id: string, folders: readonly string[]): Step | null {
  const commit = objects.commit(id);
  if (commit === null) return null;
  const found = new Map<string, Listing>();
  for (const folder of folders) {
    const listing = listings.read(commit.tree, prefix + folder);
    if (listing === null) return null;
    found.set(folder, listing);
  }
  return { id, commit, listings: found };
}

function compare(file: TrackedFile, newer: Step, older: Step): void {
  const now = newer.listings.get(file.folder);
  const before = older.listings.get(file.folder);
  if (now === before || now === undefined || before === undefined || file.blob === null) return;
  const blob = before.get(file.name);
  if (blob === file.blob) return;
  note(file, newer, true);
  if (blob !== undefined) {
    file.blob = blob;
    return;
  }
  const name = renamedFrom(file.blob, before, now);
  if (name === null) file.blob = null;
  else file.name = name;
}

/** The name of the same content on the older side that the newer one no longer has. */
export function renamedFrom(blob: string, older: Listing | null, newer: Listing | null): string | null {
  for (const [name, id] of older ?? []) if (id === blob && newer?.has(name) !== true) return name;
  return null;
}

function note(file: TrackedFile, { id, commit }: Step, isStart: boolean): void {
  if (file.blob === null) return;
  const name = file.folder === "" ? file.name : `${file.folder}/${file.name}`;
  file.versions.push({ path: file.path, name, blob: file.blob, commit: id, at: commit.at, isOnBase: true, isStart });
}
