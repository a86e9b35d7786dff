"""Addresses."""

from django.urls import path

from market_data import views

app_name = "market_data"
urlpatterns = [
    path("", views.market, name="market"),
    path("compare/<slug:ids>/<slug:range_key>.json", views.compare, name="compare"),
    path("what-if/<int:series_id>/<slug:day>/<int:amount>.json", views.what_if, name="what_if"),
    path("events/<int:event_id>/<slug:mark>.json", views.event, name="event"),
    path("figures/<int:series_id>/<slug:range_key>.json", views.figure, name="figure"),
    path("figures/<int:series_id>/<slug:range_key>/<slug:look_slug>.json", views.figure, name="figure"),
    path("<slug:code>/", views.asset, name="asset"),  # last: every other word is an asset's
]
