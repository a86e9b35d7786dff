from django.apps import AppConfig


class LessonsConfig(AppConfig):
    name = "lessons"
    verbose_name = "บทเรียน"

    def ready(self) -> None:
        from lessons import personal_data, receivers  # noqa: F401
        from lessons.certificates import receivers as certificate_receivers  # noqa: F401
        from lessons.exhibits import EventCharts
        from lessons.question_marks import finish
        from quizzes import exhibits, published_text

        exhibits.register(exhibits.CHART, EventCharts())
        published_text.register(finish)
        personal_data.register_all()
