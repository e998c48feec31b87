import { compactTexts } from "../compact-text.js";
import { extractPython } from "../code/python/extract-python.js";
import { extractCode, type CodeFile, type ExtractedCode } from "../code/extract-code.js";

/** What became of one code file: what it says, or why that is not known. */
export type CodeReading =
  | { readonly extracted: ExtractedCode; readonly failure: null }
  | { readonly extracted: null; readonly failure: string };

/** Extracts one file's code. Never throws: code that is nested more deeply than the stack costs one file, not the audit. */
export function tryExtract(file: CodeFile, text: string): CodeReading {
  try {
    return {
      extracted: file.language === "python" ? extractPython(file, text) : extractCode(file, text),
      failure: null,
    };
  } catch (error) {
    if (error instanceof RangeError) return { extracted: null, failure: "its code is nested too deeply" };
    return { extracted: null, failure: error instanceof Error ? error.message : String(error) };
  }
}

/** The same, to be kept: nothing in it holds on to the file's text. */
export function readCode(file: CodeFile, text: string): CodeReading {
  const reading = tryExtract(file, text);
  if (reading.extracted !== null) compactTexts(reading.extracted.code);
  return reading;
}

/** Tells a reading from anything else that a thread could send. */
export const isCodeReading = (value: unknown): value is CodeReading =>
  typeof value === "object" && value !== null && "extracted" in value && "failure" in value;
