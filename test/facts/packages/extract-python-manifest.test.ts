import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openExample } from "#src/commands/example-store.js";

function rows(files: Readonly<Record<string, string>>, sql: string): unknown[][] {
  const store = openExample(files, "2026-11-21");
  try {
    return store.all(sql).map((row) => Object.values(row));
  } finally {
    store.close();
  }
}

const DEPENDENCIES = "SELECT name, range, version, kind, file, line FROM dependency ORDER BY file, line";

describe("Python manifests", () => {
  it("requirements files: names as PEP 503 compares them, versions, the kind by the file's name", () => {
    const found = rows(
      {
        "requirements.txt": `# web
-r requirements/base.txt
Flask_Login[extra]==0.6.3 ; python_version > "3.8"
redis>=5,<6
httpx
models @ git+https://github.com/x/models@4f2c1aa
git+https://github.com/x/y.git
`,
        "requirements/dev.txt": "pytest~=8.0\n",
      },
      DEPENDENCIES,
    );
    assert.deepEqual(found, [
      ["flask-login", "==0.6.3", "0.6.3", "production", "requirements.txt", 3],
      ["redis", ">=5,<6", "5", "production", "requirements.txt", 4],
      ["httpx", "*", null, "production", "requirements.txt", 5],
      ["models", "@ git+https://github.com/x/models@4f2c1aa", null, "production", "requirements.txt", 6],
      ["pytest", "~=8.0", "8.0", "development", "requirements/dev.txt", 1],
    ]);
  });

  it("pyproject.toml: PEP 621, extras, groups and Poetry; the settings of tools alone make no package", () => {
    const pyproject = `[project]
name = "orders"
dependencies = ["fastapi[standard]>=0.110"]
[project.optional-dependencies]
s3 = ["boto3"]
[dependency-groups]
dev = ["ruff==0.4"]
`;
    const poetry = `[tool.poetry]
name = "mailer"
[tool.poetry.dependencies]
python = "^3.11"
celery = { version = "^5.3", extras = ["redis"] }
`;
    const files = { "a/pyproject.toml": pyproject, "b/pyproject.toml": poetry, "c/pyproject.toml": "[tool.ruff]\n" };
    assert.deepEqual(
      rows(files, DEPENDENCIES).map(([name, range, , kind]) => [name, range, kind]),
      [
        ["fastapi", ">=0.110", "production"],
        ["boto3", "*", "optional"],
        ["ruff", "==0.4", "development"],
        ["celery", "^5.3", "production"],
      ],
    );
    assert.deepEqual(rows(files, "SELECT dir, name, ecosystem FROM package ORDER BY dir"), [
      ["a", "orders", "python"],
      ["b", "mailer", "python"],
    ]);
  });

  it("npm's row stays the package of a folder with both; a Python file belongs to the nearest of either kind", () => {
    const files = {
      "package.json": '{"name": "web", "dependencies": {"redis": "^4.0.0"}}',
      "requirements.txt": "redis==5.0.1\n",
      "api/Pipfile": '[packages]\nflask = "*"\n',
      "api/app.py": "import flask\n",
      "api/build.js": "export const a = 1;\n",
      "job.py": "import redis\n",
    };
    assert.deepEqual(rows(files, "SELECT dir, ecosystem FROM package ORDER BY dir"), [
      ["", "npm"],
      ["api", "python"],
    ]);
    assert.deepEqual(rows(files, "SELECT ecosystem, version FROM dependency WHERE name = 'redis' ORDER BY 1"), [
      ["npm", "4.0.0"],
      ["python", "5.0.1"],
    ]);
    assert.deepEqual(rows(files, "SELECT path, package_dir FROM file WHERE path LIKE '%.py' OR path LIKE '%.js'"), [
      ["api/app.py", "api"],
      ["api/build.js", ""],
      ["job.py", ""],
    ]);
  });

  it("extras, of both ways to write them", () => {
    const files = {
      "requirements.txt": "fastapi[standard, all]>=0.115\nhttpx\n",
      "b/pyproject.toml": '[tool.poetry.dependencies]\npasslib = { version = "^1.7", extras = ["bcrypt"] }\n',
    };
    assert.deepEqual(rows(files, "SELECT name, extras FROM dependency ORDER BY name"), [
      ["fastapi", "standard,all"],
      ["httpx", null],
      ["passlib", "bcrypt"],
    ]);
  });

  it("setup.cfg, conda's environment.yml, and requirements files with another word first", () => {
    const files = {
      "setup.cfg": `[flake8]
ignore = E501
[options]
packages = find:
install_requires =
    requests>=2
    # no
    PyYAML
[options.extras_require]
s3 = boto3
`,
      "ml/environment.yml": `name: ml
channels:
  - conda-forge
dependencies:
  - python=3.11
  - numpy=1.26
  - conda-forge::lxml
  - pip:
    - openai==1.50.0
`,
      "dev-requirements.txt": "ruff==0.8\n",
    };
    assert.deepEqual(
      rows(files, DEPENDENCIES).map(([name, range, , kind, , line]) => [name, range, kind, line]),
      [
        ["ruff", "==0.8", "development", 1],
        ["numpy", "==1.26", "production", 6],
        ["lxml", "*", "production", 7],
        ["openai", "==1.50.0", "production", 9],
        ["requests", ">=2", "production", 6],
        ["pyyaml", "*", "production", 8],
        ["boto3", "*", "optional", 10],
      ],
    );
  });
});
