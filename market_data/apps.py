from django.apps import AppConfig


class MarketDataConfig(AppConfig):
    name = "market_data"
    verbose_name = "ข้อมูลตลาด"

    def ready(self) -> None:
        from market_data import receivers  # noqa: F401
