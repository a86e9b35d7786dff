from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "schools"
    verbose_name = "โรงเรียน"

    def ready(self) -> None:
        from schools import personal_data, receivers  # noqa: F401 — connecting is what importing them does

        personal_data.register_all()
