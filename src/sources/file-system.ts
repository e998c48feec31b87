/** Reads of a folder that belongs to somebody else: through no symlink, without waiting, never more than a bound. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from "node:fs";

/** Refuses symlinks, and does not wait for the other end of a pipe. Windows knows neither flag. */
const READ_ONLY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** What is at a path, a symlink itself included; null when nothing is, or when that cannot be told. */
export function lstatOrNull(path: string): Stats | null {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

/** HEAD, refs, ignore files and configuration are small. */
const MAX_SMALL_FILE = 4 * 1024 * 1024;

/** Reads a regular file, never through a symlink; null when it is missing, unreadable or larger than `maxBytes`. */
export function readRegularFile(path: string, maxBytes: number = MAX_SMALL_FILE): Buffer | null {
  const opened = openRegularFile(path);
  if (opened === null) return null;
  try {
    return opened.bytes > maxBytes ? null : readWhole(opened.descriptor, opened.bytes);
  } catch {
    return null;
  } finally {
    closeSync(opened.descriptor);
  }
}

/** Opens a regular file, never through a symlink, to read parts of it; null when it is missing or unreadable. The caller closes it. */
export function openRegularFile(path: string): { descriptor: number; bytes: number } | null {
  let descriptor: number;
  try {
    descriptor = openSync(path, READ_ONLY);
  } catch {
    return null;
  }
  try {
    const stat = fstatSync(descriptor);
    if (stat.isFile()) return { descriptor, bytes: stat.size };
  } catch {
    // Closed below.
  }
  closeSync(descriptor);
  return null;
}

function readWhole(descriptor: number, size: number): Buffer {
  const buffer = Buffer.allocUnsafe(size);
  let offset = 0;
  while (offset < size) {
    const count = readSync(descriptor, buffer, offset, size - offset, offset);
    if (count === 0) break;
    offset += count;
  }
  return buffer.subarray(0, offset);
}

/** The beginning of a file. Throws when it cannot be opened. */
export function readHead(path: string, bytes: number): Buffer {
  const descriptor = openSync(path, READ_ONLY);
  try {
    const buffer = Buffer.alloc(bytes);
    return buffer.subarray(0, readSync(descriptor, buffer, 0, bytes, 0));
  } finally {
    closeSync(descriptor);
  }
}

/** Why a regular file that was listed cannot be read now; null when it can. */
export function whyUnreadable(path: string): string | null {
  try {
    closeSync(openSync(path, READ_ONLY));
    return null;
  } catch (error) {
    return errorText(error);
  }
}

/** `permission denied` rather than the path-laden text of a system error. */
export function errorText(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "EACCES" || code === "EPERM") return "permission denied";
  return code === "" ? "cannot be read" : `cannot be read (${code})`;
}
