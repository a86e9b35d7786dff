from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = "แบบทดสอบ"

    def ready(self) -> None:
        from quizzes import receivers  # noqa: F401 — connects them
