"""What lessons keeps of people (see accounts.personal_data)."""

from accounts.personal_data import Holder, register


def register_all() -> None:
    register(
        Holder("lessons.LessonRecord", "บทที่เรียน", learner="learner", active=("touched_at",), is_shown=True),
        Holder("lessons.Certificate", "ใบรับรอง", learner="learner", active=("issued_at",), is_shown=True),
    )
