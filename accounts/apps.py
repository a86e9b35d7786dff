from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "บัญชีและผู้เรียน"

    def ready(self) -> None:
        from accounts import holdings, receivers  # noqa: F401

        holdings.register_all()
