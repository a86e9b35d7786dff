"""Find a Chromium for the journeys, or get one the way the platform allows. Standard library only."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge")
_MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
# Inside Playwright's own folder: chromium-1234/chrome-linux/chrome and its cousins
_PLAYWRIGHT = ("chrome-linux*/chrome", "chrome-mac*/*.app/Contents/MacOS/*", "chrome-win*/chrome.exe")


def _playwright_folder() -> Path:
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "")
    if named not in {"", "0"}:
        return Path(named)
    for folder in (Path.home() / "Library/Caches", Path(os.environ.get("LOCALAPPDATA", "/nowhere"))):
        if (folder / "ms-playwright").is_dir():
            return folder / "ms-playwright"
    return Path.home() / ".cache/ms-playwright"


def _candidates() -> Iterator[str | Path | None]:
    yield os.environ.get("CHROMIUM")
    yield from (shutil.which(name) for name in _NAMES)
    yield from _MAC
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        yield from (Path(os.environ.get(variable, "/nowhere")) / path for path in _WINDOWS)
    for pattern in _PLAYWRIGHT:
        yield from sorted(_playwright_folder().glob(f"chromium-*/{pattern}"), reverse=True)


def find_browser() -> str | None:
    """Return a browser's path: the variable CHROMIUM, the usual places, then Playwright's own."""
    return next((str(path) for path in _candidates() if path and Path(path).is_file()), None)


def install_browser(python: Path, environment: Mapping[str, str]) -> str | None:
    """Install one: Debian's package when root there, else Playwright's download. None when neither works."""
    print("หาเบราว์เซอร์ไม่พบ กำลังติดตั้ง Chromium … (installing Chromium for the journeys)", flush=True)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and shutil.which("apt-get"):
        quiet = {**environment, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"]
        for command in (["apt-get", "update", "-q"], install):
            subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
    if not find_browser():
        subprocess.run(
            [str(python), "-m", "playwright", "install", "chromium"], env=dict(environment), check=False
        )
    found = find_browser()
    if not found:
        print("ติดตั้งเบราว์เซอร์ไม่สำเร็จ (no browser: the journeys will be reported as skipped)", flush=True)
    return found
