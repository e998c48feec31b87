import type { FactSet } from "./fact-set.js";
export const extractConfigFile = (_file: object, _text: string): FactSet | null => (_text === "" ? {} : null);
