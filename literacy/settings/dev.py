"""Settings of the demo and of a desk: ``python3 run.py``. Never for a public server."""

import secrets

from literacy import env
from literacy.settings.base import *

DEBUG = env.flag("DEBUG", default=False)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.words("ALLOWED_HOSTS")]


def _secret_key() -> str:
    """A key made once per installation, so that learners' cookies survive a restart."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


DEMO_ACCOUNTS = True
SECRET_KEY = env.text("SECRET_KEY", "") or _secret_key()
WAGTAILADMIN_BASE_URL = env.text("SITE_URL", "http://127.0.0.1:8000")
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # a desk has no TLS; browsers allow passkeys on localhost only
