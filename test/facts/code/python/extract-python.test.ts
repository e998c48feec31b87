import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openExample } from "#src/commands/example-store.js";
import type { SqlRow } from "#src/facts/store.js";

function query(files: Readonly<Record<string, string>>, sql: string): SqlRow[] {
  const store = openExample(files, "2026-11-21");
  try {
    return store.all(sql);
  } finally {
    store.close();
  }
}

describe("calls of Python", () => {
  const files = {
    "app/__init__.py": "",
    "app/db.py": `import redis
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

engine = create_engine("sqlite://")
cache = redis.Redis(host="localhost")

class Repository:
    def __init__(self, client: redis.Redis):
        self.client = client

    def hit(self, key):
        return self.client.incr(key)

def session():
    return Session(engine)
`,
    "app/main.py": `import httpx
from app.db import cache, Repository, session
from app import db

repository = Repository(cache)

async def read(url):
    async with httpx.AsyncClient() as client:
        answer = await client.get(url, timeout=5)
    for attempt in range(3):
        cache.expire("k", 60)
    with session() as s:
        s.execute("select 1")
    db.engine.connect()
    return repository.hit("a")
`,
  };
  const calls = query(
    files,
    `SELECT line, callee, module, symbol, path, options, is_awaited, in_loop, held FROM call WHERE file = 'app/main.py' ORDER BY line, "column"`,
  );
  const call = (callee: string): SqlRow => {
    const found = calls.find((row) => row["callee"] === callee);
    assert.ok(found, callee);
    return found;
  };
  const origin = (callee: string): unknown[] => ["module", "symbol", "path"].map((column) => call(callee)[column]);

  it("know the package behind names of other files, aliases, instances and with", () => {
    assert.deepEqual(origin("cache.expire"), ["redis", "Redis", "expire"]);
    assert.deepEqual(origin("client.get"), ["httpx", "AsyncClient", "get"]);
    assert.deepEqual(origin("db.engine.connect"), ["sqlalchemy", "create_engine", "connect"]);
    assert.deepEqual(origin("s.execute"), ["sqlalchemy.orm", "Session", "execute"]);
  });

  it("carry keyword arguments, awaits and loops", () => {
    assert.deepEqual([call("client.get")["options"], call("client.get")["is_awaited"]], ['{"timeout":5}', 1]);
    assert.equal(call("cache.expire")["in_loop"], 1);
    assert.equal(call("client.get")["in_loop"], 0);
    assert.equal(call("Repository")["held"], "module");
  });

  it("reach the project's own functions, methods too", () => {
    const [row] = query(
      files,
      `SELECT "function".name FROM call JOIN "function" ON "function".id = call.target_function_id WHERE callee = 'repository.hit'`,
    );
    assert.equal(row?.["name"], "hit");
  });

  it("see through self to what the constructor was given", () => {
    const [row] = query(files, "SELECT module, symbol, path FROM call WHERE callee = 'self.client.incr'");
    assert.deepEqual([row?.["module"], row?.["symbol"], row?.["path"]], ["redis", "Redis", "incr"]);
  });
});

describe("environment of Python", () => {
  it("os.environ, os.getenv and settings classes", () => {
    const rows = query(
      {
        "settings.py": `import os
from os import environ
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic import Field

A = os.environ["A_URL"]
B = os.getenv("B_TOKEN")
if not B:
    raise RuntimeError("B_TOKEN")
C = environ.get("C_MODE", "dev")

class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="shop_")
    database_url: str
    page_size: int = 20
    sentry_dsn: str | None = None
    key: str = Field(..., alias="API_KEY")
`,
      },
      "SELECT line, name, usage, default_kind, is_required, is_validated FROM env_read ORDER BY line",
    );
    assert.deepEqual(
      rows.map((row) => Object.values(row)),
      [
        [6, "A_URL", "value", "none", 1, 1],
        [7, "B_TOKEN", "optional", "none", 1, 1],
        [10, "C_MODE", "value", "literal", 0, 0],
        [14, "SHOP_DATABASE_URL", "value", "none", 1, 1],
        [15, "SHOP_PAGE_SIZE", "value", "literal", 0, 1],
        [16, "SHOP_SENTRY_DSN", "optional", "empty", 0, 1],
        [17, "API_KEY", "value", "none", 1, 1],
      ],
    );
  });
});

const routes = (files: Readonly<Record<string, string>>): unknown[][] =>
  query(files, "SELECT method, full_path, handler, framework FROM route ORDER BY file, line, full_path").map((row) =>
    Object.values(row),
  );

describe("what Python says of variables", () => {
  const files = {
    "settings.py": `import os
from pydantic_settings import BaseSettings

os.environ["LOADED"] = "1"
os.environ.setdefault("MODE", "dev")

class Settings(BaseSettings):
    broker: str
    retries: int = 3
`,
  };

  it("a settings class declares what it reads", () => {
    const rows = query(files, "SELECT name, source, is_optional FROM env_declaration ORDER BY line");
    assert.deepEqual(
      rows.map((row) => Object.values(row)),
      [
        ["BROKER", "schema", 0],
        ["RETRIES", "schema", 1],
      ],
    );
  });

  it("what code sets itself is written", () => {
    const rows = query(files, "SELECT name FROM env_write ORDER BY line");
    assert.deepEqual(
      rows.map((row) => row["name"]),
      ["LOADED", "MODE"],
    );
  });
});

describe("routes of Python", () => {
  it("FastAPI: routers in other files, prefixes of the router and of each place it is mounted at", () => {
    const found = routes({
      "app/__init__.py": "",
      "app/main.py": `from fastapi import FastAPI
from app.routes import orders
app = FastAPI()
app.include_router(orders.router, prefix="/api/v1")

@app.get("/healthz")
def healthz():
    return {"status": "ok"}
`,
      "app/routes/__init__.py": "",
      "app/routes/orders.py": `from fastapi import APIRouter
router = APIRouter(prefix="/orders")

@router.post("/{order_id}/pay")
async def pay(order_id: int):
    ...

@router.api_route("/", methods=["GET", "HEAD"])
async def every():
    ...
`,
    });
    assert.deepEqual(found, [
      ["GET", "/healthz", "healthz", "fastapi"],
      ["POST", "/api/v1/orders/:order_id/pay", "pay", "fastapi"],
      ["GET", "/api/v1/orders", "every", "fastapi"],
      ["HEAD", "/api/v1/orders", "every", "fastapi"],
    ]);
  });

  it("Flask: blueprints, typed parameters; a prefix that is computed leaves the path open", () => {
    const found = routes({
      "app.py": `from flask import Flask, Blueprint
from config import PREFIX
app = Flask(__name__)
notes = Blueprint("notes", __name__, url_prefix="/notes")
admin = Blueprint("admin", __name__)

@notes.route("/<int:note_id>", methods=["DELETE"])
def remove(note_id):
    ...

@admin.get("/stats")
def stats():
    ...

app.register_blueprint(notes)
app.register_blueprint(admin, url_prefix=PREFIX)
`,
      "config.py": 'PREFIX = prefix_of("admin")\n',
    });
    assert.deepEqual(found, [
      ["DELETE", "/notes/:note_id", "remove", "flask"],
      ["GET", null, "stats", "flask"],
    ]);
  });
});
