import { describe, it } from "node:test";
import assert from "node:assert/strict";
import { assertRoutes, handledAs, serversOf, pathsOf } from "./web-sample.js";
import { querySample } from "./query-sample.js";

const requirements = { "requirements.txt": "fastapi\nflask\ndjango\ndjangorestframework\npydantic-settings\n" };

describe("routes of FastAPI", () => {
  it("resolves prefixes through settings, nested routers and constants", () => {
    assertRoutes(
      {
        ...requirements,
        "app/config.py":
          'from pydantic_settings import BaseSettings\nfrom pydantic import Field\n\nclass Settings(BaseSettings):\n    API_V1_STR: str = "/api/v1"\n    admin_prefix: str = Field(default="/admin")\n\nsettings = Settings()\n',
        "app/orders.py":
          'from fastapi import APIRouter\n\nrouter = APIRouter(prefix="/orders")\n\n@router.get("/{order_id}")\nasync def read(order_id: int):\n    return {}\n',
        "app/api.py":
          'from fastapi import APIRouter\nfrom app import orders\nfrom app.config import settings\n\nVERSION = "v2"\napi = APIRouter()\napi.include_router(orders.router)\nadmin = APIRouter(prefix=settings.admin_prefix)\n\n@admin.post("/stop")\ndef stop():\n    return {}\n\napi.include_router(admin, prefix=f"{settings.API_V1_STR}/ops")\n',
        "app/main.py":
          "from fastapi import FastAPI\nfrom app.api import api\nfrom app.config import settings\n\ndef create_app() -> FastAPI:\n    app = FastAPI()\n    app.include_router(api, prefix=settings.API_V1_STR)\n    return app\n",
      },
      `POST /api/v1/api/v1/ops/admin/stop → stop
       GET /api/v1/orders/:order_id → read`,
    );
  });

  it("mounts routers on an application that a function is given, whether its type is written or not", () => {
    const files = {
      ...requirements,
      "app/a.py": 'from fastapi import APIRouter\nrouter = APIRouter()\n\n@router.get("/a")\ndef a():\n    return 1\n',
      "app/b.py":
        'from flask import Blueprint\nbp = Blueprint("b", __name__, url_prefix="/old")\n\n@bp.route("/b", methods=["POST"])\ndef b():\n    return 1\n',
      "app/setup.py":
        'from fastapi import FastAPI\nfrom app.a import router\nfrom app.b import bp\n\ndef typed(app: FastAPI):\n    app.include_router(router, prefix="/typed")\n\ndef untyped(app):\n    app.register_blueprint(bp, url_prefix="/new")\n',
    };
    assert.deepEqual(pathsOf(files), ["GET /typed/a", "POST /new/b"]);
  });

  it("knows what stands before a handler, by its parameters, its router and its decorators", () => {
    const rows = querySample(
      {
        ...requirements,
        "deps.py":
          "from typing import Annotated\nfrom fastapi import Depends\n\ndef current_user():\n    return 1\n\nCurrentUser = Annotated[dict, Depends(current_user)]\n",
        "main.py":
          'from fastapi import APIRouter, Depends, FastAPI\nfrom slowapi import Limiter\nfrom deps import CurrentUser\n\nlimiter = Limiter()\nrouter = APIRouter(dependencies=[Depends(audited)])\napp = FastAPI()\n\ndef audited():\n    pass\n\ndef get_db():\n    yield 1\n\n@router.get("/x")\n@limiter.limit("5/minute")\ndef x(user: CurrentUser, db=Depends(get_db)):\n    return {}\n\napp.include_router(router)\n',
      },
      "SELECT middleware_json FROM route",
    );
    assert.deepEqual(
      rows.map((row) => row["middleware_json"]),
      ['["audited","current_user","get_db","limiter.limit"]'],
    );
  });

  it("marks dependencies as run with the request", () => {
    const files = {
      ...requirements,
      "main.py":
        'from fastapi import Depends, FastAPI\napp = FastAPI()\n\ndef get_db():\n    yield connect()\n\n@app.get("/x")\ndef x(db=Depends(get_db)):\n    return {}\n',
    };
    assert.deepEqual(handledAs(files, "middleware"), ["get_db"]);
    assert.deepEqual(serversOf(files), ["fastapi long-running"]);
  });
});

describe("routes of Django", () => {
  it("follows includes, lists, classes and view sets", () => {
    assertRoutes(
      {
        ...requirements,
        "site/urls.py":
          'from django.urls import include, path, re_path\nfrom shop import views\n\nparts = [path("start", views.start)]\n\nurlpatterns = [\n    path("api/", include("shop.urls")),\n    path("ping/<uuid:code>/", include(parts)),\n    re_path(r"^old/(?P<pk>\\d+)/$", views.Old.as_view()),\n]\n',
        "shop/__init__.py": "",
        "shop/urls.py":
          'from django.urls import include, path\nfrom rest_framework.routers import DefaultRouter\nfrom .views import OrderViewSet, listing\n\nrouter = DefaultRouter()\nrouter.register(r"orders", OrderViewSet)\nurlpatterns = [path("list/<int:page>/", listing), path("", include(router.urls))]\n',
        "shop/views.py":
          'from django.views import View\nfrom rest_framework import viewsets\nfrom rest_framework.decorators import action, api_view\n\ndef start(request):\n    pass\n\n@api_view(["GET", "POST"])\ndef listing(request, page):\n    pass\n\nclass Old(View):\n    def get(self, request, pk):\n        pass\n\nclass OrderViewSet(viewsets.ModelViewSet):\n    def list(self, request):\n        pass\n\n    @action(detail=True, methods=["post"])\n    def cancel(self, request, pk):\n        pass\n',
      },
      `GET /api/orders → list
       POST /api/orders → ?
       DELETE /api/orders/:pk → ?
       GET /api/orders/:pk → ?
       PATCH /api/orders/:pk → ?
       PUT /api/orders/:pk → ?
       POST /api/orders/:pk/cancel → cancel
       GET /api/list/:page → listing
       POST /api/list/:page → listing
       ALL /ping/:code/start → start
       GET /old/:pk → get`,
    );
  });
});
