from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = "แบบทดสอบ"

    def ready(self) -> None:
        from quizzes import personal_data, receivers  # noqa: F401 — connects them
        from quizzes.insight import receivers as insight_receivers  # noqa: F401

        personal_data.register_all()
