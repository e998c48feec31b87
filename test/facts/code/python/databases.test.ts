import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openExample } from "#src/commands/example-store.js";
import { databaseAddresses } from "#src/facts/db-addresses.js";
import type { SqlRow } from "#src/facts/store.js";

function query(text: string, sql: string): SqlRow[] {
  const store = openExample({ "app/models.py": text }, "2026-11-21");
  try {
    return store.all(sql).map((row) => ({ ...row }));
  } finally {
    store.close();
  }
}

const COLUMNS = `SELECT target, field, column_name, type, type_dialect, db_model_column.line, is_unique
  FROM db_model JOIN db_model_column ON model_id = id ORDER BY db_model_column.line`;

describe("models of SQLAlchemy", () => {
  it("of both styles, with the database that a type belongs to", () => {
    const rows = query(
      `from sqlalchemy import JSON, Column, String
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass

class Stamped(Base):
    __abstract__ = True
    at = Column(String)

class Lead(Base):
    __tablename__ = "leads"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    data: Mapped[dict] = mapped_column("payload", JSONB().with_variant(JSON(), "sqlite"))
    tags = Column(postgresql.ARRAY(String), unique=True)
`,
      COLUMNS,
    );
    assert.deepEqual(
      rows.map((row) => Object.values(row)),
      [
        ["leads", "id", "id", "int", null, 15, 1],
        ["leads", "name", "name", "str", null, 16, 0],
        ["leads", "data", "payload", 'JSONB().with_variant(JSON(), "sqlite")', "postgresql", 17, 0],
        ["leads", "tags", "tags", "postgresql.ARRAY(String)", "postgresql", 18, 1],
      ],
    );
  });

  it("of SQLModel and Table", () => {
    const rows = query(
      `from sqlalchemy import Column, JSON, MetaData, Table, Integer
from sqlmodel import Field, SQLModel

class Shared(SQLModel):
    name: str

class Boat(Shared, table=True):
    id: int | None = Field(default=None, primary_key=True)
    log: dict = Field(sa_column=Column(JSON))

crews = Table("crew", MetaData(), Column("size", Integer))
`,
      COLUMNS,
    );
    assert.deepEqual(
      rows.map(({ target, field, type }) => [target, field, type]),
      [
        ["boat", "id", "int | None"],
        ["boat", "log", "JSON"],
        ["crew", "size", "Integer"],
      ],
    );
  });
});

describe("what only some databases have", () => {
  const text = `from sqlalchemy import func, select, text
from app.models import Lead, leads

def find(session, email, words):
    first = select(Lead).where(Lead.data["email"].astext == email, func.json_extract(Lead.data, "$.a") == 1)
    other = select(leads).where(leads.c.data.op("@>")({"a": 1}), leads.c.tags.contains([email]))
    if email in words.any(1):
        return None
    query = "SELECT * FROM leads WHERE id = " + email
    session.execute(query)
    return session.scalars(first)
`;

  it("is told with the column it is used on", () => {
    const rows = query(text, "SELECT line, kind, name, model, field, has_path FROM dialect_use ORDER BY line, name");
    assert.deepEqual(
      rows.map((row) => Object.values(row)),
      [
        [5, "method", "astext", "Lead", "data", 1],
        [5, "function", "json_extract", null, null, 0],
        [6, "operator", "@>", "leads", "data", 0],
        [6, "method", "contains", "leads", "tags", 0],
      ],
    );
  });

  it("statements are followed through a name", () => {
    const rows = query(text, "SELECT line, kind FROM statement_argument ORDER BY line");
    assert.deepEqual(
      rows.map((row) => Object.values(row)),
      [
        [5, "call"],
        [9, "string"],
      ],
    );
  });

  it("a file that asks for its database is guarded", () => {
    const guarded = `from sqlalchemy import func

def month(bind, day):
    if bind.dialect.name == "sqlite":
        return func.strftime("%m", day)
    return func.date_trunc("month", day)
`;
    assert.deepEqual(
      query(guarded, "SELECT is_guarded, condition FROM dialect_use").map((row) => Object.values(row)),
      [
        [1, 'bind.dialect.name == "sqlite"'],
        [1, null],
      ],
    );
  });
});

describe("addresses of databases", () => {
  it("by their scheme", () => {
    const rows = query(
      `"""Talks to postgresql://, or mysql."""
URL = "sqlite+aiosqlite:///./app.db"
OTHER = f"postgresql+asyncpg://{URL}"
PAGE = "https://sqlite.org"
`,
      "SELECT line, dialect, driver FROM db_address",
    );
    assert.deepEqual(
      rows.map((row) => Object.values(row)),
      [
        [2, "sqlite", "aiosqlite"],
        [3, "postgresql", "asyncpg"],
      ],
    );
  });

  it("in configuration", () => {
    const text = "PORT=8000\nDATABASE_URL=postgres://app@db/app\n# DATABASE_URL=mariadb+pymysql://db/app\n";
    assert.deepEqual(databaseAddresses(".env.example", text), [
      { file: ".env.example", line: 2, dialect: "postgresql", driver: null },
      { file: ".env.example", line: 3, dialect: "mysql", driver: "pymysql" },
    ]);
  });
});
