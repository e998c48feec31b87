/** What handlers in Python do with the error of a call. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openExample } from "#src/commands/example-store.js";

/** Effect of these lines after `except`, as it is written at the call inside of the try. */
function effectOf(handlers: string): unknown {
  const source = `import httpx\n\n\ndef ask():\n    try:\n        return httpx.get("https://a.example.net")\n${handlers}`;
  const store = openExample({ "app/ask.py": source }, "2026-11-21");
  try {
    return store.all("SELECT catch_effect FROM call WHERE callee = 'httpx.get'")[0]?.catch_effect;
  } finally {
    store.close();
  }
}

describe("handlers of Python", () => {
  it("are told apart by what they do with the error", () => {
    assert.equal(effectOf("    except httpx.HTTPError:\n        raise HTTPException(502)\n"), "throws");
    assert.equal(effectOf("    except Exception:\n        log.error('x')\n        sys.exit(1)\n"), "throws");
    assert.equal(effectOf("    except Exception:\n        return {'error': 'down'}, 502\n"), "refuses");
    assert.equal(effectOf("    except Exception:\n        return JSONResponse({}, status_code=503)\n"), "refuses");
    assert.equal(effectOf("    except Exception as error:\n        logger.warning(error)\n"), "logs");
    assert.equal(effectOf("    except Exception:\n        logger.warning('x')\n        return []\n"), "none");
    assert.equal(effectOf("    except Exception:\n        return cached()\n"), "recovers");
  });

  it("count by the gravest of them, and none without a handler", () => {
    assert.equal(effectOf("    except KeyError:\n        return {}\n    except Exception:\n        raise\n"), "throws");
    assert.equal(effectOf("    finally:\n        close()\n"), null);
  });
});
