"""What every page inside a class needs: its name, its menu and which part of it this is."""

from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver, reverse

from schools.models import Classroom

# tab, its label, the name of its address (which takes class_id)
TABS = (
    ("class", "ภาพรวม", "class"),
    ("pupils", "นักเรียน", "pupils"),
    ("work", "งาน", "work"),
    ("results", "ผล", "results"),
    ("settings", "ตั้งค่า", "settings"),
)


@dataclass(frozen=True)
class Tab:
    name: str
    label: str
    url: str


def tabs_of(classroom: Classroom) -> list[Tab]:
    """Return the class's menu; a part that has no address yet is left out."""
    known = get_resolver().namespace_dict["schools"][1].reverse_dict
    return [
        Tab(name, label, reverse(f"schools:{address}", args=[classroom.pk]))
        for name, label, address in TABS
        if known.getlist(address)
    ]


def frame(*, classroom: Classroom, tab: str, title: str, **context: Any) -> dict[str, Any]:
    """Return the context of a page that extends schools/base.html."""
    return {
        "classroom": classroom,
        "tab": tab,
        "title": title,
        "classroom_tabs": tabs_of(classroom),
        **context,
    }
