import { StoredValues } from "./stored-values.js";

/** Values of the YAML files that ship with prodcheck: parsing YAML took half of the time of a small audit. */
export const parsedYaml = new StoredValues(new URL("parsed-yaml.json", import.meta.url));
