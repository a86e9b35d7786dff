"""Market data in the CMS: venues, assets, series and how the sources are doing."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from market_data import reports
from market_data.choosers import series_chooser_viewset
from market_data.models import EventChart, SourceHealth
from market_data.source_admin import AssetViewSet, SeriesViewSet, VenueViewSet


class ReadOnlyPolicy(ModelPermissionPolicy):
    """The worker writes these rows; people read them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"view", "inspect"} and user.has_perm("market_data.change_venue")

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(SourceHealth, ReadOnlyPolicy(SourceHealth))


class SourceHealthViewSet(ModelViewSet):
    model = SourceHealth
    icon = "warning"
    menu_label = "สุขภาพแหล่งราคา"
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = [
        Column("venue", label="แหล่งราคา", accessor="venue.name"),
        Column("state", label="สถานะ", accessor="get_state_display"),
        "failures",
        "last_ok_at",
        "open_until",
        "last_error",
    ]
    form_fields = ["state"]


class EventChartViewSet(SnippetViewSet):
    model = EventChart
    icon = "date"
    list_display = ["title", "label", "since", "until"]
    search_fields = ["title", "label"]
    panels = [
        FieldPanel("title"),
        FieldPanel("slug"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
                FieldPanel("series"),
                FieldRowPanel([FieldPanel("label"), FieldPanel("unit"), FieldPanel("decimals")]),
                FieldPanel("is_log"),
            ],
            heading="ช่วงเวลาและราคา",
        ),
        FieldPanel("annotations"),
        FieldPanel("key_points"),
        MultiFieldPanel([FieldPanel("provenance"), FieldPanel("licence")], heading="ที่มาของข้อมูล"),
    ]


register_snippet(EventChartViewSet)


class MarketDataGroup(ViewSetGroup):
    menu_label = "ข้อมูลตลาด"
    menu_icon = "history"
    menu_order = 300
    items = (
        SeriesViewSet("market_series", url_prefix="market-series"),
        VenueViewSet("market_venues", url_prefix="market-venues"),
        AssetViewSet("market_assets", url_prefix="market-assets"),
        SourceHealthViewSet("market_health", url_prefix="market-health"),
    )


@hooks.register("register_admin_viewset")
def market_data_viewsets() -> list[Any]:
    return [MarketDataGroup(), series_chooser_viewset]


class HealthItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(reports.PERMISSION))


@hooks.register("register_admin_urls")
def health_url() -> list[URLPattern]:
    return [path("reports/market-health/", reports.health_report, name="market_health_report")]


@hooks.register("register_reports_menu_item")
def health_item() -> MenuItem:
    return HealthItem(
        "สุขภาพข้อมูลตลาด", reverse("market_health_report"), name="market-health", icon_name="history", order=120
    )
