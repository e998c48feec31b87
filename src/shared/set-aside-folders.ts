/**
 * The one list of names of folders whose code was set aside. What is certain by the name alone has the role `archived`; of the
 * others the imports tell (`is_reached`), since a product may be called so.
 */

/** Whatever lies around them. */
const ARCHIVED = new Set(
  "_archive _archived archived __archive__ .archive _old __old __old__ .old deprecated _deprecated _backup .backup _legacy".split(
    " ",
  ),
);
/** In a source folder these are words of the product: a shop for old books, an archive. */
const ARCHIVED_OUTSIDE_SOURCE = new Set("archive archives old backup backups attic".split(" "));
/** `Backup 2023`, `old_2024-01-31`, `backup_old`, `Copy of api`, `api - Copy (2)`, `tests.old`, `src-backup-20240131`. */
const DATED_OR_COPIED =
  /^(?:backups?|bak|archived?|old|copy)[ _.-]?(?:\d[\d _.-]*|old|bak|backup)$|^old[ _.-]?backups?$|^copy of |(?: - |[ (])copy\)?(?: ?\(?\d+\)?)?$|\.(?:old|bak)$|[-_.](?:backup|bak|old)[-_.]?\d{6,}[\d_-]*$/;
/** What nobody wants to lose and nobody runs: `backup`, `api_old`, `old_routes`. */
const KEPT = /^(?:old|backups?|bak|attic)$|[ _.-](?:old|bak|backup)$|^(?:old|backup)[ _.-]/;
/** Words that say so in JavaScript, where what runs is found by its imports; in Python they may be an app that settings name. */
const PUT_AWAY =
  /^(?:archives?|legacy|unused|obsolete|deprecated|graveyard)$|[ _.-](?:archived?|legacy|unused|obsolete|deprecated)$|^(?:unused|obsolete|deprecated)[ _.-]/;

/** True of a folder, in lower case, that is an archive by its name alone. */
export const isArchiveFolder = (folder: string, isInSource: boolean): boolean =>
  ARCHIVED.has(folder) || DATED_OR_COPIED.test(folder) || (!isInSource && ARCHIVED_OUTSIDE_SOURCE.has(folder));

/** True of a folder, in lower case, that says that somebody keeps what it holds. */
export const isKeptFolder = (folder: string): boolean => KEPT.test(folder);

/** True of a folder, in lower case, that says that what it holds is no longer used. */
export const isPutAwayFolder = (folder: string): boolean => PUT_AWAY.test(folder);
