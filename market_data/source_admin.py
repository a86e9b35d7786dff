"""Venues, assets and series in the CMS: which pairs are followed, where, and what is known about each source."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from market_data import selectors, services
from market_data.forms import SeriesAddForm, SeriesChangeForm, VenueForm
from market_data.models import Asset, Backfill, Series, Venue
from thai.dates import thai_date, thai_moment


def _last_close(series: Series) -> str:
    moment = selectors.last_close_moment(series)
    return thai_moment(moment) if moment else "ยังไม่มี"


def _problem(series: Series) -> str:
    return f"รอคนตรวจ: {series.problem}" if series.needs_human else series.problem


def _history(series: Series) -> str:
    """Say how far the reading of history has come."""
    backfill: Backfill | None = getattr(series, "backfill", None)
    if backfill is None:
        return "รอเริ่ม" if series.last_closed_t is None else "–"
    if backfill.state == Backfill.State.RUNNING:
        return format_html(
            '<a href="{}"><progress max="100" value="{}" aria-hidden="true"></progress> {} {}%</a>',
            reverse("market_health_report"),
            backfill.percent,
            backfill.get_state_display(),
            backfill.percent,
        )
    return backfill.get_state_display()


class SeriesIndexView(generic.IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("backfill")


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
    index_view_class = SeriesIndexView
    add_view_class = SeriesCreateView
    edit_view_class = SeriesEditView
    copy_view_enabled = False
    list_display = [
        "symbol",
        "timeframe",
        "venue",
        Column("last_close", label="แท่งปิดล่าสุด", accessor=_last_close),
        Column("history", label="ข้อมูลย้อนหลัง", accessor=_history),
        BooleanColumn("is_enabled", label="ดึงข้อมูล"),
        Column("problem", label="ปัญหาล่าสุด", accessor=_problem),
    ]
    ordering = Series.IN_LISTS
    list_filter = ["venue", "timeframe", "is_enabled", "needs_human"]
    search_fields = ["symbol"]
    form_fields = ["is_enabled"]  # the forms below say which

    def get_form_class(self, for_update: bool = False) -> Any:  # noqa: FBT001, FBT002  (Wagtail's own signature)
        return SeriesChangeForm if for_update else SeriesAddForm


class WrittenHerePolicy(ModelPermissionPolicy):
    """Every venue has a class written for it: a person changes what is known about one, and adds or deletes none."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in {"add", "delete"} and super().user_has_permission(user, action)


register_permission_policy(Venue, WrittenHerePolicy(Venue))


def _licence(venue: Venue) -> str:
    seen = f" ({thai_date(venue.licence_reviewed_on)})" if venue.licence_reviewed_on else ""
    return f"{venue.get_licence_display()}{seen}"


def _pairs_checked(venue: Venue) -> str:
    if venue.kind != Venue.Kind.EXCHANGE:
        return "–"
    return thai_moment(venue.pairs_checked_at) if venue.pairs_checked_at else "ยังไม่เคย"


class VenueViewSet(ModelViewSet):
    model = Venue
    icon = "globe"
    menu_label = "แหล่งราคา"
    copy_view_enabled = False
    list_display = [
        "name",
        "key",
        BooleanColumn("is_enabled", label="ใช้งาน"),
        Column("licence", label="ใบอนุญาตในไทย", accessor=_licence),
        Column("pairs_checked", label="ตรวจรายชื่อคู่ล่าสุด", accessor=_pairs_checked),
        Column("note_th", label="หมายเหตุ", accessor="note_th"),
    ]
    form_fields = ["name"]  # the form below says which

    def get_form_class(self, for_update: bool = False) -> Any:  # noqa: FBT001, FBT002  (Wagtail's own signature)
        return VenueForm


class AssetViewSet(ModelViewSet):
    model = Asset
    icon = "tag"
    menu_label = "สินทรัพย์"
    copy_view_enabled = False
    list_display = ["code", "name_th"]
    form_fields = ["code", "name_th"]
