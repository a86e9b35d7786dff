"""Market data in the CMS: venues, assets, series and how the sources are doing."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from market_data import reports, selectors, services
from market_data.choosers import series_chooser_viewset
from market_data.models import Asset, EventChart, Series, SourceHealth, Venue
from thai.dates import thai_moment


def _last_close(series: Series) -> str:
    moment = selectors.last_close_moment(series)
    return thai_moment(moment) if moment else "ยังไม่มี"


def _problem(series: Series) -> str:
    return f"รอคนตรวจ: {series.problem}" if series.needs_human else series.problem


class SeriesSaved:
    """A person has saved the series: it is fetched again at once."""

    def save_instance(self) -> Series:
        series: Series = super().save_instance()  # type: ignore[misc]
        services.ask_again(series=series)
        return series


class SeriesCreateView(SeriesSaved, generic.CreateView):
    pass


class SeriesEditView(SeriesSaved, generic.EditView):
    pass


class SeriesViewSet(ModelViewSet):
    model = Series
    icon = "history"
    menu_label = "ชุดราคา"
    add_view_class = SeriesCreateView
    edit_view_class = SeriesEditView
    copy_view_enabled = False
    list_display = [
        "symbol",
        "timeframe",
        "venue",
        Column("last_close", label="แท่งปิดล่าสุด", accessor=_last_close),
        BooleanColumn("is_enabled", label="ดึงข้อมูล"),
        Column("problem", label="ปัญหาล่าสุด", accessor=_problem),
    ]
    list_filter = ["venue", "timeframe", "is_enabled", "needs_human"]
    search_fields = ["symbol"]
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("venue"), FieldPanel("timeframe")]),
                FieldRowPanel([FieldPanel("base"), FieldPanel("quote")]),
                FieldRowPanel(
                    [
                        FieldPanel("symbol", help_text="เช่น BTC/USDT"),
                        FieldPanel("market_id", help_text="ชื่อคู่ที่แหล่งราคาใช้เอง เช่น BTCUSDT"),
                    ]
                ),
            ],
            heading="คู่และแหล่ง",
        ),
        FieldPanel("fallback"),
        FieldRowPanel([FieldPanel("price_decimals"), FieldPanel("tick")]),
        FieldPanel("is_enabled"),
    ]


class VenueViewSet(ModelViewSet):
    model = Venue
    icon = "globe"
    menu_label = "แหล่งราคา"
    copy_view_enabled = False
    list_display = ["name", "key", BooleanColumn("is_enabled", label="ใช้งาน")]
    form_fields = ["key", "name", "attribution_th", "is_enabled"]


class AssetViewSet(ModelViewSet):
    model = Asset
    icon = "tag"
    menu_label = "สินทรัพย์"
    copy_view_enabled = False
    list_display = ["code", "name_th"]
    form_fields = ["code", "name_th"]


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
