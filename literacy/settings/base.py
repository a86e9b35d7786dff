"""Settings shared by every way of running the site. The environment is read through literacy.env only."""

from pathlib import Path

from literacy import env
from literacy.settings.people import *

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))  # everything that a running site writes

INSTALLED_APPS = [
    "literacy",
    "schools",
    "lessons",
    "quizzes",
    "market_data",
    "accounts",
    "thai",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.line",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "literacy.middleware.ContentSecurityPolicyMiddleware",
    "literacy.middleware.DatabaseBusyMiddleware",
    "accounts.middleware.LearnerCookieMiddleware",
    "accounts.middleware.PrivatePagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "literacy.urls"
WSGI_APPLICATION = "literacy.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["thai.templatetags.thai", "django.templatetags.static"],
        },
    }
]

# --- storage -----------------------------------------------------------------------------------
DATABASES = {"default": env.database(env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'site.sqlite3'}"))}
CACHES = {"default": env.cache(env.text("CACHE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "literacy.static_files.HashedStaticFiles"},
}
WHITENOISE_MAX_AGE = 60  # seconds, for plain names; hashed ones never change and are kept for ever

# --- language and time -------------------------------------------------------------------------
LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย")]
LOCALE_PATHS = [BASE_DIR / "literacy" / "locale"]
TIME_ZONE = "Asia/Bangkok"  # what people see; storage is UTC
USE_TZ = True

# --- people: literacy.settings.people ----------------------------------------------------------
DEMO_ACCOUNTS = False  # `manage.py up` makes demo accounts only where settings ask for them

# --- Wagtail -----------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "รู้ทันคริปโต"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # Django breaks Thai slugs (vowels are dropped)
WAGTAIL_ENABLE_UPDATE_CHECK = False  # no request leaves the site by itself
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_USER_TIME_ZONES = ["Asia/Bangkok", "UTC"]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("th", "ไทย")]
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # nothing is embedded from elsewhere
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "thai.search", "SEARCH_CONFIG": "simple"}}
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "csv", "txt"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# --- market data -------------------------------------------------------------------------------
# "real": venues over the network; "simulated": a labelled in-process stand-in, for places without one
MARKET_DATA = env.text("MARKET_DATA", "real")
# Address of a stand-in for all venues (tests, a desk without internet); empty means the venues themselves
MARKET_VENUES_URL = env.text("MARKET_VENUES_URL", "")

# --- learning ----------------------------------------------------------------------------------
# What plans short reviews: "ladder" (after 1, 7, 30, 90 days) or "fsrs" (from each learner's own recall)
BOOSTER_SCHEDULE = env.text("BOOSTER_SCHEDULE", "ladder")

# --- what a browser may do ---------------------------------------------------------------------
# Same shape as Django 6's SECURE_CSP. Wagtail's admin still uses inline scripts and styles.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "worker-src": ["'self'"],
    "form-action": ["'self'", *SIGN_IN_TARGETS],  # a browser holds it against redirects as well
    "frame-ancestors": ["'self'"],
    "base-uri": ["'none'"],
}
SECURE_CSP_ADMIN = {
    "default-src": ["'self'"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "frame-ancestors": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'self'"],
}
X_FRAME_OPTIONS = "SAMEORIGIN"  # the CMS previews pages in a frame of its own
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # which asks for DENY
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "literacy.views.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    # they tell of every page that is indexed
    "loggers": {name: {"level": "WARNING"} for name in ("django_tasks", "wagtail")},
}
