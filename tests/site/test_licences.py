"""Code, content, fonts and vendored scripts each carry their licence."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDORED = [
    ROOT / "static/fonts",
    ROOT / "lessons/certificates/fonts",
    *sorted(path for path in (ROOT / "static/vendor").iterdir() if path.is_dir()),
]


def test_the_code_is_bsd() -> None:
    assert "Redistribution and use in source and binary forms" in (ROOT / "LICENSE").read_text(
        encoding="utf-8"
    )


def test_the_lessons_are_cc_by() -> None:
    text = (ROOT / "content/LICENSE").read_text(encoding="utf-8")

    assert "CC BY 4.0" in text or "Creative Commons Attribution 4.0" in text


@pytest.mark.parametrize("folder", VENDORED, ids=lambda folder: folder.relative_to(ROOT).as_posix())
def test_what_others_made_names_its_licence(folder: Path) -> None:
    assert [path for path in folder.iterdir() if path.name.upper().startswith("LICENSE")]
