import type { FactSet } from "../fact-set.js";
export const linkPackages = (_facts: FactSet): void => {};
