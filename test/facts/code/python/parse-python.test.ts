import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parsePython } from "#src/facts/code/python/parse-python.js";
import type { Expression, Statement } from "#src/facts/code/python/syntax.js";

const only = (text: string): Statement => {
  const [statement, ...others] = parsePython(text).statements;
  assert.ok(statement !== undefined && others.length === 0, "one statement");
  return statement;
};

const expression = (text: string): Expression => {
  const statement = only(`${text}\n`);
  assert.ok(statement.kind === "expression");
  return statement.value;
};

describe("Python statements", () => {
  it("imports: plain, dotted, aliased, relative, all", () => {
    const text =
      "import os, a.b, redis.asyncio as r\nfrom .core.db import (get_db, Base as B)\nfrom .. import x\nfrom y import *\n";
    const modules = parsePython(text).statements.flatMap((part) => (part.kind === "import" ? part.modules : []));
    assert.deepEqual(
      modules.map(({ module, name, local }) => [module, name, local]),
      [
        ["os", null, "os"],
        ["a.b", null, "a"],
        ["redis.asyncio", null, "r"],
        [".core.db", "get_db", "get_db"],
        [".core.db", "Base", "B"],
        ["..", "x", "x"],
        ["y", "*", null],
      ],
    );
  });

  it("functions: parameters with stars, types and defaults; decorators with arguments", () => {
    const statement = only(
      '@app.get("/u", tags=["a"])\nasync def read(id: int, db: Session = Depends(get_db), *args, k=1, **more) -> str:\n    pass\n',
    );
    assert.ok(statement.kind === "function");
    assert.ok(statement.isAsync);
    assert.deepEqual(
      statement.parameters.map(({ name, star, annotation, default: value }) => [
        name,
        star,
        annotation?.kind,
        value?.kind,
      ]),
      [
        ["id", "", "name", undefined],
        ["db", "", "name", "call"],
        ["args", "*", undefined, undefined],
        ["k", "", undefined, "number"],
        ["more", "**", undefined, undefined],
      ],
    );
    const [decorator] = statement.decorators;
    assert.ok(decorator?.kind === "call");
    assert.deepEqual(
      decorator.arguments.map(({ name }) => name),
      [null, "tags"],
    );
  });

  it("assignments: chains, types without a value, unpacking", () => {
    const chain = only("a = b = f()\n");
    assert.ok(chain.kind === "assign");
    assert.deepEqual([chain.targets.length, chain.value?.kind], [2, "call"]);
    const typed = only("x: int\n");
    assert.ok(typed.kind === "assign");
    assert.deepEqual([typed.targets.length, typed.value, typed.annotation?.kind], [1, null, "name"]);
    const unpacked = only("a, b = 1, 2\n");
    assert.ok(unpacked.kind === "assign");
    assert.deepEqual([unpacked.targets[0]?.kind, unpacked.value?.kind], ["sequence", "sequence"]);
  });

  it("try with its parts in their places", () => {
    const statement = only("try:\n    a()\nexcept (B, C) as e:\n    d()\nelse:\n    f()\nfinally:\n    g()\n");
    assert.ok(statement.kind === "try");
    assert.deepEqual(
      [statement.body.length, statement.handlers[0]?.name, statement.otherwise.length, statement.ending.length],
      [1, "e", 1, 1],
    );
  });

  it("goes on after a syntax error, and says where it is", () => {
    const { statements, error } = parsePython("x = 1\ndef broken(:\n    pass\ny = 2\n");
    assert.equal(error, "2: invalid syntax");
    assert.ok(
      statements.some(
        (part) => part.kind === "assign" && part.targets[0]?.kind === "name" && part.targets[0].name === "x",
      ),
    );
  });

  it("keeps the body of `with … as (a, b):` where it is", () => {
    const { statements } = parsePython(
      "def run():\n    with span(name) as (outer, inner):\n        try:\n            work()\n        finally:\n            end()\n    after()\n",
    );
    assert.equal(statements.length, 1);
    const [run] = statements;
    assert.ok(run?.kind === "function");
    assert.deepEqual(
      run.body.map(({ kind }) => kind),
      ["with", "expression"],
    );
  });

  it("does not take what the grammar lacks for a mistake", () => {
    for (const text of [
      "with (open(a) as b, open(c) as d):\n    pass\n",
      "async with span(name) as (outer, inner):\n    pass\n",
      "async def lifespan(app):\n    yield\n",
      "def steps():\n    got = yield\n    wait((yield))\n",
      "half = 1./2\n",
      "done = [run(*rest) for name, *rest in steps]\n",
      "size = sum(len(rest) for _, *rest in steps)\n",
      "match event:\n    case Stopped():\n        pass\n",
      '@registry.handlers["a"]\ndef handle(): pass\n',
    ])
      assert.equal(parsePython(text).error, null, text);
    for (const text of [
      "with open(a as b:\n    x = = 1\n",
      "yield = 1\n",
      "a = [for b in c]\n",
      "x = 1\nmatch y:\n    case (:\n",
    ])
      assert.notEqual(parsePython(text).error, null, text);
  });
});

const value = (text: string): string => {
  const found = expression(text);
  assert.ok(found.kind === "string");
  return found.text;
};

const index = (text: string): string | undefined => {
  const found = expression(text);
  return found.kind === "index" ? found.index?.kind : "no subscript";
};

const operator = (text: string): string | undefined => {
  const found = expression(text);
  return found.kind === "binary" ? found.operator : undefined;
};

describe("Python expressions", () => {
  it("strings: prefixes, escapes, pieces side by side, holes", () => {
    assert.equal(value(String.raw`"a\n\"b\x41"`), 'a\n"bA');
    assert.equal(value(String.raw`r"a\n"`), String.raw`a\n`);
    assert.equal(value(`f"http://{host}:{port!r:>3}/x"`), "http://${}:${}/x");
    assert.equal(value(`("a" 'b'\n f"{c}")`), "ab${}");
    assert.equal(value(`"""a\nb"""`), "a\nb");
  });

  it("calls: positional, named, spread, a comprehension as the only argument", () => {
    const call = expression("f(a, *b, c=d, **e)");
    assert.ok(call.kind === "call");
    assert.deepEqual(
      call.arguments.map(({ name, isSpread }) => [name, isSpread]),
      [
        [null, false],
        [null, true],
        ["c", false],
        [null, true],
      ],
    );
    const generator = expression("any(x.ok for x in rows if x)");
    assert.ok(generator.kind === "call" && generator.arguments.length === 1);
    assert.equal(generator.arguments[0]?.value.kind, "comprehension");
  });

  it("subscripts: a key, several, a slice", () => {
    assert.deepEqual(['a["b"]', "a[b, c]", "a[1:2]"].map(index), ["string", "sequence", undefined]);
  });

  it("operators by name", () => {
    assert.deepEqual(["a is not b", "a not in b", "a or b", "a + b"].map(operator), ["is not", "not in", "or", "+"]);
  });
});
