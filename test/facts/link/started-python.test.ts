import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";

/** `path started` of the Python files, NULL as a dash. */
const started = (files: Readonly<Record<string, string>>): string[] =>
  querySample(
    files,
    "SELECT path || ' ' || coalesce(started, '-') AS said FROM file WHERE language = 'python' AND role = 'app' ORDER BY path",
  ).map((row) => String(row["said"]));

const APP = "from fastapi import FastAPI\n\napp = FastAPI()\n";
const NAME = "LIMIT = 3\n";

test("what the image starts leads to its modules, by name, from beside them, and out of a package", () => {
  assert.deepEqual(
    started({
      Dockerfile: `FROM python:3.13\nCMD ["uvicorn", "pier.main:app", "--host", "0.0.0.0"]\n`,
      "requirements.txt": "fastapi==0.119.0\n",
      "pier/__init__.py": "",
      "pier/main.py": `from pier.routes import boats\nfrom . import tides\n${APP}\n\ndef later():\n    import pier.fees\n`,
      "pier/routes/__init__.py": "",
      "pier/routes/boats.py": `try:\n    from pier.fast import LIMIT\nexcept ImportError:\n    LIMIT = 1\n`,
      "pier/routes/cranes.py": NAME,
      "pier/tides.py": NAME,
      "pier/fees.py": NAME,
      "pier/fast.py": NAME,
      "dock.py": NAME,
    }),
    [
      "dock.py -",
      "pier/__init__.py start",
      "pier/fast.py use",
      "pier/fees.py use",
      "pier/main.py start",
      "pier/routes/__init__.py start",
      "pier/routes/boats.py start",
      "pier/routes/cranes.py -",
      "pier/tides.py start",
    ],
  );
});

test("where no deploy file says what starts, the application does; nothing is said of what is no part of it", () => {
  assert.deepEqual(
    started({
      "api/requirements.txt": "flask==3.0.0\n",
      "api/factory.py": `from flask import Flask\nfrom rates import LIMIT\n\ndef make():\n    return Flask(__name__)\n`,
      "api/rates.py": NAME,
      "api/lone.py": NAME,
      "kits/pyproject.toml": `[project]\nname = "sorter"\ndependencies = ["rich"]\n`,
      "kits/sorter/sort.py": NAME,
    }),
    ["api/factory.py start", "api/lone.py -", "api/rates.py start", "kits/sorter/sort.py -"],
  );
});

test("strings, schedulers, other commands and a computed name may load what nothing imports", () => {
  const files = {
    Procfile: "web: gunicorn shop.wsgi\nmail: python jobs/mail.py\n",
    "requirements.txt": "django==5.1\ncelery==5.4\n",
    "shop/__init__.py": "",
    "shop/wsgi.py": `import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.conf")\nfrom django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n`,
    "shop/conf.py": `ROOT_URLCONF = "shop.addresses"\nMIDDLEWARE = ["shop.guards.TenantGuard"]\n`,
    "shop/addresses.py": `from django.urls import include, path\nurlpatterns = [path("a/", include("carts.paths"))]\n`,
    "shop/guards.py": NAME,
    "shop/tried.py": `SPARE = "shop.spare"\n`,
    "shop/spare.py": NAME,
    "carts/paths.py": NAME,
    "carts/models.py": NAME,
    "jobs/mail.py": NAME,
  };
  assert.deepEqual(started(files), [
    "carts/models.py use",
    "carts/paths.py use",
    "jobs/mail.py start",
    "shop/__init__.py start",
    "shop/addresses.py use",
    "shop/guards.py use",
    "shop/spare.py -",
    "shop/tried.py -",
    "shop/wsgi.py start",
  ]);
  const loading = {
    ...files,
    "carts/models.py": `import importlib\n\ndef load(name):\n    return importlib.import_module(name)\n`,
  };
  assert.equal(
    started(loading).some((said) => said.endsWith("-")),
    false,
  );
});

test("a library that an app imports may be used by others as well; what looks for modules opens those of its users", () => {
  const files = {
    "services/api/pyproject.toml": `[project]\nname = "api"\ndependencies = ["fastapi"]\n`,
    "services/api/main.py": `from shelf.books import LIMIT\n${APP}`,
    "services/api/found.py": NAME,
    "libs/shelf/pyproject.toml": `[project]\nname = "shelf"\ndependencies = []\n`,
    "libs/shelf/shelf/__init__.py": "",
    "libs/shelf/shelf/books.py": NAME,
    "libs/shelf/shelf/maps.py": NAME,
  };
  assert.deepEqual(started(files), [
    "libs/shelf/shelf/__init__.py start",
    "libs/shelf/shelf/books.py start",
    "libs/shelf/shelf/maps.py use",
    "services/api/found.py -",
    "services/api/main.py start",
  ]);
  const loader = `import pkgutil\nLIMIT = 3\n\ndef load(path):\n    return list(pkgutil.iter_modules(path))\n`;
  assert.ok(started({ ...files, "libs/shelf/shelf/books.py": loader }).includes("services/api/found.py use"));
});
