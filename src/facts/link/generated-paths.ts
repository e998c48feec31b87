/** Paths that a build, a code generator or a framework writes: absent from a fresh clone, present when the code runs. */
import { ancestorsOf, dirOf } from "./paths.js";

/** Folders that only generators write, whatever else is committed there. */
const GENERATED_FOLDERS = new Set(
  `__generated__ __generated generated _generated __codegen__ generated-types generated-client generated-sources .next
  .nuxt .output .svelte-kit .astro .prisma .velite .contentlayer .source .react-router .docusaurus .expo .wxt .turbo
  .mastra .sst .vinxi .tanstack .open-next .vercel .netlify .wrangler .react-email .keystone .redwood .graphclient .mesh
  .cache .tmp .temp styled-system paraglide typechain typechain-types +types`.split(/\s+/),
);

/** Folders that generators and people both use: generated when nothing is committed there. */
const OFTEN_GENERATED = new Set("gen autogen codegen artifacts typegen".split(" "));

/** Build folders of a package: built when nothing is committed there. */
const BUILD_FOLDERS = new Set("dist build lib out es esm cjs umd output release pkg target compiled".split(" "));

const GENERATED_NAME =
  /(^|[._-])(generated|autogen|codegen|gen|pb|pb_service)(\.[\w.]+)?$|_(pb|grpc|connect|pb2|twirp)(\.[\w.]+)?$|^\$types(\.[\w.]+)?$|^(database|supabase|db)[._-]types(\.[\w.]+)?$|\.(proto|peg|pegjs|ohm|jison|ne)(\.js)?$/i;

/** True when the name or a folder of the path says that a generator writes it. */
export function isGeneratedPath(path: string): boolean {
  const segments = path.split("/");
  return segments.some((segment) => GENERATED_FOLDERS.has(segment)) || GENERATED_NAME.test(segments.at(-1) ?? "");
}

/** True when the path lies in a folder that builds or generators write, and of which the repository holds nothing. */
export function isUncommittedOutput(
  path: string,
  isFolder: (dir: string) => boolean,
  isPackage: (dir: string) => boolean,
): boolean {
  return ancestorsOf(path).some((folder) => {
    const name = folder.slice(folder.lastIndexOf("/") + 1);
    const isBuild = (BUILD_FOLDERS.has(name) || /^(dist|build|out)[-_.]/.test(name)) && isPackage(dirOf(folder));
    return (isBuild || OFTEN_GENERATED.has(name)) && folder !== "" && !isFolder(folder);
  });
}

const BUILT_PARTS = /^(bin|types|typings|bundle|bundles|fesm\d*|esm\d*|www|\.output)$|^(dist|build|out|lib)[-_.]/;
const FORMATS =
  /^(esm?\d*|cjs|umd|types|commonjs|module|modern|legacy|node|browser|neutral|development|production|src)$/;
const FORMAT_SUFFIX = /\.(esm?|cjs|umd|min|module|common|bundle|global|browser|node|prod|production|dev|development)$/;

/**
 * Where the source of a built file may be, relative to the package and without extension, the nearest guess first:
 * ./dist/esm/x.js → src/x, x, source/x, … Empty when the target is not in a build folder.
 */
export function sourcesOfBuilt(target: string): string[] {
  let rest = target.replace(/^(\.?\/)+/, "").split("/");
  const first = rest[0] ?? "";
  if (rest.length < 2 || !(BUILD_FOLDERS.has(first) || BUILT_PARTS.test(first))) return [];
  const stems: string[] = [];
  do {
    rest = rest.slice(1);
    stems.push(stemOf(rest.join("/")));
  } while (rest.length > 1 && FORMATS.test(rest[0] ?? ""));
  return stems.flatMap((stem) => ["src/", "", "source/", "lib/", "app/", "src/lib/"].map((folder) => folder + stem));
}

/** index.esm.min.js → index */
function stemOf(path: string): string {
  let stem = path.replace(/(\.d)?\.[mc]?[jt]sx?$/, "");
  while (FORMAT_SUFFIX.test(stem)) stem = stem.replace(FORMAT_SUFFIX, "");
  return stem;
}
