"""A new version of a script reaches browsers that hold the old one."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command


@pytest.mark.parametrize("statement", ['import { a } from "./part.js";', 'export { a } from "./part.js";'])
def test_scripts_import_each_other_by_hashed_names(tmp_path: Path, settings: Any, statement: str) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "part.js").write_text("export const a = 1;\n")
    (source / "whole.js").write_text(statement + "\n")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "served"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "literacy.static_files.HashedStaticFiles"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    whole = next((tmp_path / "served").glob("whole.????????????.js")).read_text()
    part = next((tmp_path / "served").glob("part.????????????.js")).name
    assert f'"./{part}"' in whole


def test_a_sheet_is_served_with_those_it_imports_in_their_order(tmp_path: Path, settings: Any) -> None:
    source = tmp_path / "source" / "css"
    source.mkdir(parents=True)
    (source / "site.css").write_text('@import url("first.css");\n@import url("second.css");\n')
    (source / "first.css").write_text("a { color: red; }\n")
    (source / "second.css").write_text('b { src: url("../font.woff2"); }\n')
    (source.parent / "font.woff2").write_bytes(b"font")
    settings.STATICFILES_DIRS = [source.parent]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "served"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "literacy.static_files.HashedStaticFiles"},
    }

    for _ in range(2):  # the second time over what the first one left
        call_command("collectstatic", interactive=False, verbosity=0)

    [whole] = (tmp_path / "served" / "css").glob("site.????????????.css")
    text = whole.read_text()
    assert "@import" not in text
    assert text.index("a {") < text.index("b {")
    assert f'url("../{next((tmp_path / "served").glob("font.????????????.woff2")).name}")' in text
