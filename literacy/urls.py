"""Every address of the site on one page."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from accounts import passkeys
from literacy import views

urlpatterns = [
    # one door for signing in, so that one set of rate limits guards it
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("accounts/passkey/", passkeys.sign_up, name="passkey_sign_up"),
    path("accounts/passkey/key/", passkeys.make_key, name="passkey_make_key"),
    path("accounts/", include("allauth.urls")),
    path("my-data/", include("accounts.urls")),
    path("market/", include("market_data.urls")),
    path("quiz/", include("quizzes.urls")),
    path("", include("schools.urls")),
    path("", include("lessons.urls")),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("offline/", views.offline, name="offline"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("sw.js", views.service_worker, name="service_worker"),
    re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
    path("", include("lessons.page_urls")),  # last: every other address is a page of the tree
]

handler400 = "literacy.views.bad_request"
handler403 = "literacy.views.permission_denied"
handler404 = "literacy.views.not_found"
handler500 = "literacy.views.server_error"
