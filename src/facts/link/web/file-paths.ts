/** What the place of a file says: the path it serves, and the method when the name says so. */
export interface FilePlace {
  readonly path: string;
  readonly method: string | null;
}

const at = (parts: readonly string[], method: string | null = null): FilePlace => ({
  path: `/${parts.join("/")}`,
  method,
});

const partsOf = (place: string): string[] => place.split("/").filter((part) => part !== "");

/** `[id]`, `[...rest]`, `[[optional]]`, `[id=matcher]`. */
const bracketed = (part: string): string =>
  part.replace(/\[?\[\.\.\.(\w+)\]\]?/g, "*$1").replace(/\[?\[(\w+)(?:=\w+)?\]\]?/g, ":$1");

/** Next.js app router, SvelteKit: `(shop)/users/[id]/` → /users/:id. */
export const bracketPlace = (place: string): FilePlace =>
  at(
    partsOf(place)
      .filter((part) => !/^\(.*\)$/.test(part) && !part.startsWith("@"))
      .map(bracketed),
  );

/** Next.js pages, Astro, Vercel functions: `index` names the folder. */
export const indexPlace = (place: string): FilePlace => bracketPlace(place.replace(/(^|\/)index$/, ""));

/** Nuxt and Nitro: `api/users/[id].get` → GET /api/users/:id; `routes/` is the root. */
export function nitroPlace(place: string): FilePlace {
  const match = /^(.*?)(?:\.(get|post|put|patch|delete|head|options))?$/i.exec(place.replace(/^routes\//, ""));
  const { path } = indexPlace(match?.[1] ?? place);
  return { path, method: match?.[2]?.toUpperCase() ?? null };
}

/**
 * Remix and React Router: `api.v1.users.$id` → /api/v1/users/:id. Folders count like dots; `_layout.` and `_index` add
 * nothing, `users_.` leaves its layout, `[.]` is a dot, `name+` a folder of its own.
 */
export function remixPlace(place: string): FilePlace {
  const named = place.replace(/\/route$/, "").replace(/\+(?=\/)/g, "");
  const parts = named.split(/[./](?![^[]*\])/).filter((part) => part !== "");
  return at(
    parts
      .filter((part) => !/^(_.*|index|route)$/.test(part))
      .map((part) =>
        part
          .replace(/^\((.*)\)$/, "$1")
          .replace(/_$/, "")
          .replace(/^\$(\w+)$/, ":$1")
          .replace(/^\$$/, "*")
          .replace(/\[([^\]]*)\]/g, "$1"),
      ),
  );
}

/** Medusa: `store/products/[id]/` → /store/products/:id. */
export const medusaPlace = bracketPlace;
