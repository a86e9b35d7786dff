"""A web process stays light: what fetches and analyses prices is never loaded by serving."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lessons.test_curriculum_round_trip import FILES

ROOT = Path(__file__).resolve().parents[2]

SET_UP = """
import sys
from pathlib import Path
import django; django.setup()
from django.core.management import call_command
for name in ("migrate", "market_defaults"):
    call_command(name, verbosity=0)
call_command("load_curriculum", dir=Path(sys.argv[1]), verbosity=0)
from market_data.models import Candle, Series
day = 86_400_000
series = Series.objects.filter(timeframe="1d").first()
Candle.objects.bulk_create(
    Candle(series=series, t=(20_000 + n) * day, o=10.0, h=12.0, l=9.0, c=11.0, v=1.0) for n in range(40)
)
"""

SERVE = """
import io, json, sys
from literacy.wsgi import application
from lessons.models import LessonPage
from market_data.models import Candle
from quizzes.models import Quiz

def get(path):
    got = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "localhost",
               "SERVER_PORT": "80", "HTTP_HOST": "localhost", "SERVER_PROTOCOL": "HTTP/1.1",
               "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr}
    answer = application(environ, lambda status, headers, exc_info=None: got.append(status))
    b"".join(answer); getattr(answer, "close", lambda: None)()
    return got[0]

paths = ["/healthz", "/", *(page.get_url() for page in LessonPage.objects.live()),
         f"/market/figures/{Candle.objects.first().series_id}/all.json",
         f"/quiz/{Quiz.objects.first().slug}/", "/my-learning/", "/api/me", "/accounts/login/"]
print(json.dumps({"answers": {path: get(path) for path in paths}, "modules": sorted(sys.modules)}))
"""


def _python(script: str, folder: Path, *words: str) -> str:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "literacy.settings.test",
        "VAR_DIR": str(folder),
        "DATABASE_URL": "",
        "MARKET_DATA": "real",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, django_db_setup: Path | None) -> dict[str, object]:
    folder = tmp_path_factory.mktemp("var")
    if django_db_setup:
        shutil.copy(django_db_setup, folder / "site.sqlite3")  # then there is next to nothing to migrate
    # a course with all parts; that every page of the real one answers is held where it is loaded
    content = tmp_path_factory.mktemp("content")
    for name, text in FILES.items():
        path = content / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text, encoding="utf-8")
    _python(SET_UP, folder, str(content))
    return json.loads(_python(SERVE, folder).splitlines()[-1])  # type: ignore[no-any-return]


def test_every_kind_of_address_answers(served: dict[str, dict[str, str]]) -> None:
    assert {path: status for path, status in served["answers"].items() if not status.startswith("200")} == {}


@pytest.mark.parametrize("heavy", ["ccxt", "pandas", "numpy", "plotly", "aiohttp", "playwright"])
def test_serving_does_not_load(served: dict[str, list[str]], heavy: str) -> None:
    assert [name for name in served["modules"] if name.split(".")[0] == heavy] == []
