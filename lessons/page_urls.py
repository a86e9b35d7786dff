"""Addresses of the page tree: Wagtail's own, with the quick way of serving in place of its view."""

from django.urls import re_path
from wagtail import urls as wagtail_urls

from lessons import views

urlpatterns = [
    *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name != "wagtail_serve"),
    re_path(wagtail_urls.serve_pattern, views.serve_page, name="wagtail_serve"),
]
