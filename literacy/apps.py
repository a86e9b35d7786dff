from django.apps import AppConfig


class LiteracyConfig(AppConfig):
    name = "literacy"
    verbose_name = "รู้ทันคริปโต"

    def ready(self) -> None:
        from literacy import parent_watch

        parent_watch.watch_parent()
