"""Mails to the operator: a series used in a published lesson has stopped, or two venues disagree about a price."""

import datetime as dt
import logging
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.mail import send_mail
from wagtail.models import Page, ReferenceIndex

from market_data.figures import Freshness
from market_data.models import CrossCheck, Series, StopAlert
from market_data.selectors import freshness_of, last_close_moment
from thai.dates import from_milliseconds, thai_moment

logger = logging.getLogger(__name__)
REMIND = dt.timedelta(days=7)  # two venues may disagree for weeks: one mail a week is enough
TRY_AGAIN = dt.timedelta(hours=1)  # when the mail server is away


def pages_showing(*, series: Iterable[Series]) -> dict[int, list[str]]:
    """Return the titles of published pages per series that they show. Two queries and one per kind of page at most."""
    ids = {str(one.pk) for one in series}
    found = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Series),
        base_content_type=ContentType.objects.get_for_model(Page),
        to_object_id__in=ids,
    ).values_list("to_object_id", "object_id")
    pairs = set(found)
    live = dict(Page.objects.live().filter(pk__in={page for _, page in pairs}).values_list("pk", "title"))
    shown: dict[int, list[str]] = {}
    for series_id, page_id in sorted(pairs):
        if int(page_id) in live:
            shown.setdefault(int(series_id), []).append(live[int(page_id)])
    return shown


def recipients() -> list[str]:
    """Return who hears of it: ADMINS where the operator has named some, else the site's superusers."""
    # Django 6 takes addresses alone, Django 5 pairs of name and address
    named = [entry if isinstance(entry, str) else entry[1] for entry in settings.ADMINS]
    if named:
        return named
    people = get_user_model()._default_manager.filter(is_active=True, is_superuser=True).exclude(email="")
    return list(people.values_list("email", flat=True))


def _where() -> str:
    return f"ดูรายละเอียด: {getattr(settings, 'WAGTAILADMIN_BASE_URL', '')}/admin/reports/market-health/"


def _message(series: Series, titles: list[str]) -> tuple[str, str]:
    moment = last_close_moment(series)
    lines = [
        f"ชุดราคา {series} หยุดอัปเดต",
        f"แท่งปิดล่าสุด: {thai_moment(moment) if moment else 'ยังไม่มี'}",
        f"ปัญหาล่าสุด: {series.problem or 'ไม่มีบันทึก'}",
        "",
        "บทเรียนที่ใช้ชุดราคานี้:",
        *(f"- {title}" for title in titles),
        "",
        _where(),
        "ผู้อ่านยังเห็นกราฟเดิมพร้อมป้าย “หยุดอัปเดต” หรือแหล่งสำรองถ้ามี ระบบจะลองดึงต่อไปเอง",
    ]
    return f"[รู้ทันคริปโต] ข้อมูลราคาหยุด: {series.symbol} จาก {series.venue}", "\n".join(lines)


def _send(series: Series, titles: list[str]) -> bool:
    people = recipients()
    if not people:
        logger.warning("%s has stopped and nobody has an address to be told at", series.key)
        return True
    return _mail(people, *_message(series, titles))


def _mail(people: list[str], subject: str, body: str) -> bool:
    try:
        send_mail(subject, body, None, people)
    except OSError:  # every SMTPException is one
        logger.exception("the mail “%s” could not be sent", subject)
        return False
    return True


def _has_stopped(series: Series, now: dt.datetime) -> bool:
    """A series that has never had a candle has stopped only when a person is waited for: a new one is just new."""
    state = freshness_of(series, now=now)
    return not series.is_over(now) and (
        state is Freshness.STOPPED or (state is Freshness.EMPTY and series.needs_human)
    )


def alert_stopped(*, now: dt.datetime, simulated: bool) -> list[Series]:
    """Tell the operator about series that have stopped and are used; return those that were told about now."""
    followed = list(
        Series.objects.filter(
            is_enabled=True, venue__is_enabled=True, venue__is_simulated=simulated
        ).order_by(*Series.IN_LISTS)
    )
    poor = [one for one in followed if _has_stopped(one, now)]
    StopAlert.objects.exclude(series__in=[one.pk for one in poor]).delete()
    told = []
    for series in poor:
        titles = pages_showing(series=[series]).get(series.pk)
        if titles and _is_due(series, now) and _send(series, titles):
            StopAlert.objects.filter(series=series).update(sent_at=now)
            told.append(series)
    return told


def _is_due(series: Series, now: dt.datetime) -> bool:
    """Claim the mail about a stop: two processes must not send it twice."""
    later = now + TRY_AGAIN
    _, is_new = StopAlert.objects.get_or_create(
        series=series, defaults={"noticed_at": now, "next_try_at": later}
    )
    again = StopAlert.objects.filter(series=series, sent_at=None, next_try_at__lte=now)
    return is_new or bool(again.update(next_try_at=later))


def alert_flagged(*, now: dt.datetime, simulated: bool) -> list[CrossCheck]:
    """Tell the operator in one mail which venues disagree about a price; return what was told about now."""
    flagged = CrossCheck.objects.filter(is_flagged=True, series__venue__is_simulated=simulated)
    told_lately = set(flagged.filter(told_at__gte=now - REMIND).values_list("series_id", "other_id"))
    rows = flagged.filter(told_at=None, checked_at__gte=now - REMIND).select_related(
        "series__venue", "other__venue"
    )
    newest = {(row.series_id, row.other_id): row for row in rows.order_by("t")}
    fresh = [row for pair, row in newest.items() if pair not in told_lately]
    # claimed first: two processes must not send it twice
    claimed = [row for row in fresh if CrossCheck.objects.filter(pk=row.pk, told_at=None).update(told_at=now)]
    if not claimed:
        return []
    people = recipients()
    if not people:
        logger.warning("venues disagree and nobody has an address to be told at")
        return claimed
    if not _mail(people, "[รู้ทันคริปโต] ราคาจากสองแหล่งต่างกันผิดปกติ", _disagreement(claimed)):
        CrossCheck.objects.filter(pk__in=[row.pk for row in claimed]).update(told_at=None)
        return []
    return claimed


def _disagreement(rows: list[CrossCheck]) -> str:
    lines = [
        f"- {row.series} ปิดที่ {row.close:,.8g} แต่ {row.other} ปิดที่ {row.other_close:,.8g} "
        f"ต่างกัน {row.deviation:.1%} (แท่ง {thai_moment(from_milliseconds(row.t))})"
        for row in rows
    ]
    return "\n".join(
        [
            "ราคาปิดของสินทรัพย์เดียวกันจากสองแหล่งต่างกันเกิน 3% โปรดดูว่าแหล่งใดผิด หรือชื่อย่อนี้เป็นคนละสินทรัพย์",
            "",
            *lines,
            "",
            _where(),
            "ระบบไม่แก้ราคาเอง ถ้าแหล่งใดผิด ให้ปิดชุดราคานั้นในเมนู ข้อมูลตลาด กราฟจะใช้แหล่งสำรองถ้ามี",
        ]
    )
