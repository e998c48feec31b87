import { dayOf, firstLine, type TestOutcome, type TestReport } from "./report.js";
import { scanXml, type XmlTag } from "./scan-xml.js";

/** JUnit's XML as pytest, vitest, jest, mocha and Playwright write it; null when the XML is something else. Throws XmlRefused. */
export function readJunit(text: string): TestReport | null {
  const reader = new JunitReader();
  for (const tag of scanXml(text)) if (!reader.read(tag)) return null;
  return reader.report();
}

/** What jest-junit adds after a file's tests when its hooks failed, or the file itself: no test. */
const STAND_IN = /^(?:\S* )?Test execution failure: could be caused by test hooks/;

class JunitReader {
  #isJunit = false;
  #tests = 0;
  #writtenOn: string | null = null;
  #suites: XmlTag[] = [];
  #case: XmlTag | null = null;
  #hasFailed = false;
  readonly #outcomes: TestOutcome[] = [];

  /** False when this cannot be such a report. */
  read(tag: XmlTag): boolean {
    if (tag.name === "testsuites" || tag.name === "testsuite") this.#readSuite(tag);
    else if (!this.#isJunit) return false;
    else if (tag.name === "testcase") this.#readCase(tag);
    else if (this.#case !== null && tag.kind !== "close") this.#readOutcome(tag);
    return true;
  }

  report(): TestReport | null {
    if (!this.#isJunit) return null;
    return { format: "junit", writtenOn: this.#writtenOn, tests: this.#tests, outcomes: this.#outcomes };
  }

  #readSuite(tag: XmlTag): void {
    this.#isJunit = true;
    if (tag.kind === "close") this.#suites.pop();
    else if (tag.kind === "open") this.#suites.push(tag);
    this.#hasFailed = false;
    const day = tag.kind === "close" ? null : dayOf(tag.attribute("timestamp"));
    if (day !== null && (this.#writtenOn === null || day > this.#writtenOn)) this.#writtenOn = day;
  }

  #readCase(tag: XmlTag): void {
    this.#case = tag.kind === "open" ? tag : null;
    if (tag.kind !== "close") this.#tests++;
  }

  #readOutcome(tag: XmlTag): void {
    const test = this.#case;
    if (test === null || !/^(?:failure|error|skipped)$/.test(tag.name)) return;
    // Beside a failed test it says the same again; alone it is all that says that something failed.
    if (this.#hasFailed && STAND_IN.test(test.attribute("name") ?? "")) {
      this.#tests--;
      this.#case = null;
      return;
    }
    const places = [
      test.attribute("file"),
      test.attribute("classname"),
      ...this.#suites.toReversed().flatMap((suite) => [suite.attribute("file"), suite.attribute("name")]),
    ];
    this.#outcomes.push({
      name: (test.attribute("name") ?? "").slice(0, 200),
      places: places.filter((place) => place !== null),
      status: tag.name === "skipped" ? "skipped" : "failed",
      message: firstLine(tag.attribute("message")),
    });
    this.#hasFailed ||= tag.name !== "skipped";
    // One test counts once, however much it has to say.
    this.#case = null;
  }
}
