"""What every page inside a class needs: its name, its menu and which part of it this is."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from schools.models import Classroom

# the name of the tab's address (which takes class_id), and its label
TABS = (
    ("class", "ภาพรวม"),
    ("pupils", "นักเรียน"),
    ("work", "งาน"),
    ("results", "ผล"),
    ("settings", "ตั้งค่า"),
)


@dataclass(frozen=True)
class Tab:
    name: str
    label: str
    url: str


def tabs_of(classroom: Classroom) -> list[Tab]:
    return [Tab(name, label, reverse(f"schools:{name}", args=[classroom.pk])) for name, label in TABS]


def frame(*, classroom: Classroom, tab: str, title: str, **context: Any) -> dict[str, Any]:
    """Return the context of a page that extends schools/base.html."""
    return {
        "classroom": classroom,
        "tab": tab,
        "title": title,
        "classroom_tabs": tabs_of(classroom),
        **context,
    }
