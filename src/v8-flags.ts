/** How V8 shares memory and time. Imported before anything else: some flags only count for what is loaded after them. */
import { setFlagsFromString } from "node:v8";

// Most of what is allocated while a file is read is garbage when the next one begins. Left to itself the heap grows to
// several times what is alive before the first full collection; this trades a tenth of the time for a sixth of the memory.
setFlagsFromString("--heap-growing-percent=40");

// Every thread that compiles SQLite's WebAssembly keeps the memory it worked in, 10 to 15 MB; one is as fast.
setFlagsFromString("--wasm-num-compilation-tasks=1");

// Optimising code takes half of the time of an audit, on the other core, which reads code meanwhile. A quarter of the
// usual inlining makes a third less of it, and the code is as fast.
// Only the sum is set: V8 aborts when the limit of a single function changes while a function is being optimised, and
// Node's own start has begun with that.
setFlagsFromString("--max-inlined-bytecode-size-cumulative=250");

// Counts for threads, which are made later: one that is ended while a function of it is being optimised in the background
// can wait for that for ever (see leave.ts for the same at the end of the process).
setFlagsFromString("--no-concurrent-recompilation");
