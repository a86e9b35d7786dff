from django.apps import AppConfig


class LessonsConfig(AppConfig):
    name = "lessons"
    verbose_name = "บทเรียน"

    def ready(self) -> None:
        from lessons import personal_data, receivers  # noqa: F401
        from lessons.certificates import receivers as certificate_receivers  # noqa: F401
        from lessons.exhibits import EventCharts
        from quizzes import exhibits

        exhibits.register(exhibits.CHART, EventCharts())
        personal_data.register_all()
