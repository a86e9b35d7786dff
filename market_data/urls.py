"""Addresses."""

from django.urls import path

from market_data import views

app_name = "market_data"
urlpatterns = [
    path("figures/<int:series_id>/<slug:range_key>.json", views.figure, name="figure"),
    path("figures/<int:series_id>/<slug:range_key>/<slug:look_slug>.json", views.figure, name="figure"),
]
