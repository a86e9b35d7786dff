"""Set up what is missing, then serve: the web server, the market worker and the background jobs as one."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from literacy import set_up
from literacy.market_choice import MarketChoice
from literacy.supervisor import Child, Supervisor

PORTS_TO_TRY = 50


def free_port(host: str, wanted: int) -> int:
    """Return the wanted port, or the next one that nobody listens on."""
    for port in range(wanted, wanted + PORTS_TO_TRY):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            if os.name != "nt":  # there it would allow a second listener
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
                probe.listen()
            except OSError:
                continue
            return port
    raise CommandError(f"ไม่มีพอร์ตว่างตั้งแต่ {wanted} (no free port from {wanted} on)")


def answers(url: str) -> bool:
    """Tell whether the site answers at the address; a refusal (a host name of its own, say) is an answer."""
    try:
        with urllib.request.urlopen(url, timeout=1):  # noqa: S310 — our own address
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


class Command(BaseCommand):
    help = "Set up what is missing, then serve the site with its market worker."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--market", choices=["real", "simulated"], help="instead of finding out")

    def handle(self, *args: Any, host: str, port: int, market: str | None, **options: Any) -> None:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        choice, static = MarketChoice(market), set_up.StaticFiles()
        choice.start()
        static.start(say=self._say)
        set_up.migrate(say=self._say)
        set_up.fill(say=self._say)
        try:
            static.finish()
        except subprocess.CalledProcessError as error:
            raise CommandError("เตรียมไฟล์ของหน้าเว็บไม่สำเร็จ (collectstatic failed, see above)") from error
        market_data = choice.finish(say=self._say)
        found = free_port(host, port)
        if found != port:
            self._say(f"พอร์ต {port} มีผู้ใช้อยู่ จึงใช้ {found} (port {port} is taken, using {found})")
        sys.exit(self._serve(host, found, market_data))

    def _serve(self, host: str, port: int, market_data: str) -> int:
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 — compared, not bound
        url = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"
        web = [sys.executable, "-m", "literacy.web_server", "--host", host, "--port", str(port)]
        worker = [sys.executable, "manage.py", "market_fetch"]
        jobs = [sys.executable, "manage.py", "worker_jobs"]
        children = [
            Child("เว็บเซิร์ฟเวอร์", web, is_vital=True),
            Child("ตัวดึงราคา", worker),
            Child("งานเบื้องหลัง", jobs),
        ]
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
            "MARKET_DATA": market_data,
            "SITE_URL": os.environ.get("SITE_URL") or url,
        }
        os.chdir(settings.BASE_DIR)

        def tell() -> None:
            self._say(
                f"\nพร้อมแล้ว (ready)\n  เว็บไซต์ (site)        {url}/\n"
                f"  สำหรับผู้เขียน (CMS)     {url}/admin/\n  หยุดด้วย Ctrl-C (to stop)\n"
            )

        supervisor = Supervisor(children, environment=environment, say=self._say)
        code = supervisor.run(lambda: answers(f"{url}/healthz"), tell)
        self._say("ปิดเรียบร้อย (stopped)")
        return code

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
