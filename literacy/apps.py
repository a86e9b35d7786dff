from django.apps import AppConfig


class LiteracyConfig(AppConfig):
    name = "literacy"
    verbose_name = "รู้ทันคริปโต"

    def ready(self) -> None:
        from literacy import checks, parent_watch, publication  # noqa: F401 — checks register by being imported

        parent_watch.watch_parent()
        publication.connect()
