/** How grave it is what Python code asks of its database, and of packages that nothing declares. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failingRows } from "./built-in-rule.js";

const severities = (id: string, files: Readonly<Record<string, string>>): string[] =>
  failingRows(id, files, "2026-11-21").map(({ severity }) => String(severity));

const search = (code: string, route = '@app.get("/boats")\n'): string[] =>
  severities("dialect-mismatch", {
    "requirements.txt": "fastapi==0.118.0\nsqlalchemy==2.0.43\npsycopg==3.2.3\n",
    "boats.py": `from fastapi import FastAPI
from sqlalchemy import func, select

from models import Boat, session

app = FastAPI()

${route}def boats(kind: str):
${code}
`,
  });

const lacking = (lock: string | null): string[] =>
  severities("undeclared-dependency", {
    "pyproject.toml": '[project]\nname = "boats"\ndependencies = ["fastapi"]\n',
    ...(lock === null ? {} : { "uv.lock": lock }),
    "boats/__init__.py": "",
    "boats/api.py":
      'import httpx\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get("/")\ndef a():\n    return httpx\n',
  });

const shared = (needs: string): string[] =>
  severities("undeclared-dependency", {
    "pyproject.toml": '[project]\nname = "fleet"\ndependencies = ["fleet-core"]\n',
    "uv.lock": '[[package]]\nname = "httpx"\nversion = "0.28.1"\n',
    "core/pyproject.toml": '[project]\nname = "fleet.core"\ndependencies = ["httpx"]\n',
    "core/fleet_core/__init__.py": "",
    "api/pyproject.toml": `[project]\nname = "fleet-api"\ndependencies = ["${needs}"]\n`,
    "api/fleet_api/__init__.py": "import httpx\n",
  });

const index = (written: string): string[] =>
  severities("unnamed-index", {
    "requirements.txt": "sqlalchemy==2.0.43\n",
    "models.py": `from sqlalchemy import Index
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
  pass

class Boat(Base):
  __tablename__ = "boats"
  __table_args__ = (${written},)
  id: Mapped[int] = mapped_column(primary_key=True)
  harbour: Mapped[str]
  built: Mapped[int]
`,
  });

describe("dialect-mismatch", () => {
  it("is high in what is served", () => {
    assert.deepEqual(search("    return session.scalars(select(func.julianday(Boat.built)))"), ["high"]);
  });

  it("is medium in one of several branches, and where nothing is served", () => {
    const branch = '    if kind == "age":\n        return session.scalars(select(func.julianday(Boat.built)))';
    assert.deepEqual(search(branch), ["medium"]);
    assert.deepEqual(search("    return select(func.julianday(Boat.built))", ""), ["medium"]);
  });
});

describe("undeclared-dependency in Python", () => {
  it("is low in a script beside what is known to start", () => {
    const found = severities("undeclared-dependency", {
      "requirements.txt": "flask==3.0.0\n",
      "app.py": "from flask import Flask\n\napp = Flask(__name__)\n",
      "crawl.py": "import requests\n\nrequests.get('https://orchard.example', timeout=5)\n",
    });
    assert.deepEqual(found, ["low"]);
  });

  it("is high where the lock file installs it for nobody, low where it does for another package", () => {
    assert.deepEqual(lacking('[[package]]\nname = "fastapi"\n'), ["high"]);
    assert.deepEqual(lacking('[[package]]\nname = "fastapi"\n\n[[package]]\nname = "httpx"\n'), ["low"]);
  });

  it("is low where a declared project of the same repository brings it", () => {
    assert.deepEqual(shared("fleet_core~=1.0"), ["low"]);
    assert.deepEqual(shared("fastapi"), ["medium"]);
  });

  it("is medium where no lock file tells", () => {
    assert.deepEqual(lacking(null), ["medium"]);
  });
});

describe("unnamed-index in SQLAlchemy", () => {
  it("is low without a name, medium where a column became the name, high where nothing is left to index", () => {
    assert.deepEqual(index('Index(None, "harbour")'), ["low"]);
    assert.deepEqual(index('Index("harbour", "built")'), ["medium"]);
    assert.deepEqual(index('Index("harbour")'), ["high"]);
  });
});

const ping = (main: string, call: string): string[] =>
  severities("raw-sql-without-text", {
    "requirements.txt": "fastapi==0.118.0\nsqlalchemy==2.0.43\n",
    "app/__init__.py": "",
    "app/db.py": `from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

make = sessionmaker(create_engine("sqlite://"))

def is_up() -> bool:
    try:
        with make() as session:
            session.execute("SELECT 1")
        return True
    except Exception:
        return False
`,
    "app/routes/__init__.py": "from .boats import router as boats\nfrom .ports import router as ports\n",
    "app/routes/ports.py":
      'from fastapi import APIRouter\n\nrouter = APIRouter()\n\n@router.get("/ports")\ndef ports():\n    return []\n',
    "app/routes/boats.py": `from fastapi import APIRouter

from app.db import make${call === "" ? "" : ", is_up"}

router = APIRouter()

@router.get("/boats")
def boats():
    ${call}
    with make() as session:
        return session.execute("SELECT * FROM boats").all()
`,
    "app/main.py": `from fastapi import FastAPI\n\nfrom app.routes import ${main}\n\napp = FastAPI()\napp.include_router(${main})\n`,
  });

describe("raw-sql-without-text", () => {
  it("is critical on the way of a request, and medium where the error is caught", () => {
    assert.deepEqual(ping("boats", "is_up()"), ["medium", "critical"]);
  });

  it("is medium in a function that nothing calls and in a router that no app includes", () => {
    assert.deepEqual(ping("boats", ""), ["medium", "critical"]);
    assert.deepEqual(ping("ports", "is_up()"), ["medium", "medium"]);
  });
});
