from django.apps import AppConfig


class LessonsConfig(AppConfig):
    name = "lessons"
    verbose_name = "บทเรียน"

    def ready(self) -> None:
        from lessons import receivers  # noqa: F401
