"""What lessons does when something happens below it: in quizzes, accounts and the page tree."""

from typing import Any, Literal

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)

from accounts.signals import learners_merged
from lessons import lexicon, library, outline, progress, selectors
from lessons.facts import book
from lessons.models import BasePage, Contact, Fact, GlossaryTerm, LessonPage
from lessons.services import records
from lessons.tasks import draw_pictures
from market_data.mentions import Mention
from market_data.signals import mentions_wanted
from quizzes.models import Quiz
from quizzes.next_steps import NextStep
from quizzes.selectors import history_in, history_of
from quizzes.signals import (
    attempt_finished,
    attempt_moved,
    attempt_regraded,
    attempt_started,
    next_steps_wanted,
    result_told,
    trainings_wanted,
)


@receiver(attempt_started, dispatch_uid="lessons.record_start")
def on_attempt_started(sender: Any, attempt: Any, now: Any, **kwargs: Any) -> None:
    records.record_start(learner_id=attempt.learner_id, quiz_id=attempt.quiz_id, now=now)


@receiver(attempt_finished, dispatch_uid="lessons.record_finish")
def on_attempt_finished(sender: Any, attempt: Any, now: Any, **kwargs: Any) -> None:
    """The lesson is done; how well, one's own page says when the result may be known."""
    records.record_finish(
        learner_id=attempt.learner_id,
        quiz_id=attempt.quiz_id,
        fraction=None if attempt.result_waits else attempt.fraction,
        now=now,
    )


@receiver(result_told, dispatch_uid="lessons.record_result")
def on_result_told(sender: Any, attempt: Any, **kwargs: Any) -> None:
    records.record_result(learner_id=attempt.learner_id, quiz_id=attempt.quiz_id, fraction=attempt.fraction)


@receiver(attempt_moved, dispatch_uid="lessons.move_record")
def on_attempt_moved(sender: Any, attempt: Any, source_id: Any, **kwargs: Any) -> None:
    records.move_record(
        source_id=source_id,
        target_id=attempt.learner_id,
        quiz_id=attempt.quiz_id,
        moved=history_in([attempt]),
        left=history_of(learner_id=source_id, quiz_id=attempt.quiz_id),
    )


@receiver(attempt_regraded, dispatch_uid="lessons.record_regrade")
def on_attempt_regraded(sender: Any, attempt: Any, result: Any, **kwargs: Any) -> None:
    if result is not None:
        records.record_regrade(
            learner_id=attempt.learner_id, quiz_id=attempt.quiz_id, best=result.best_fraction
        )


@receiver(learners_merged, dispatch_uid="lessons.merge_records")
def on_learners_merged(sender: Any, source: Any, target: Any, **kwargs: Any) -> None:
    records.merge_records(source=source, target=target)


@receiver(next_steps_wanted, dispatch_uid="lessons.next_steps")
def on_next_steps_wanted(sender: Any, attempt: Any, **kwargs: Any) -> list[NextStep]:
    """Offer the next lesson after a pass, and the same lesson again before it otherwise."""
    lesson = selectors.lesson_of_quiz(quiz_id=attempt.quiz_id)
    mine = NextStep(label="ดูการเรียนของฉัน", url=reverse("my_learning"), kind="secondary")
    if lesson is None:
        return [mine]
    passed = (attempt.fraction or 0) * 100 >= attempt.pass_percent
    first: Literal["primary", "secondary"] = (
        "secondary" if attempt.occasion else "primary"
    )  # whoever asked is first
    following = progress.next_undone(
        outline.read(), selectors.records_of(learner_id=attempt.learner_id), start_at=lesson["id"]
    )
    steps = []
    if following and following["id"] != lesson["id"]:
        label = f"บทต่อไป: {following['title']}"
        steps.append(NextStep(label=label, url=following["url"], kind=first if passed else "secondary"))
    again = NextStep(label="อ่านบทนี้อีกครั้ง", url=lesson["url"], kind="secondary" if passed else first)
    return [*steps, again, mine] if passed else [again, *steps, mine]


@receiver(trainings_wanted, dispatch_uid="lessons.trainings")
def on_trainings_wanted(sender: Any, topics: tuple[str, ...], **kwargs: Any) -> dict[str, list[NextStep]]:
    """Offer, for each topic, the lessons whose closing quiz asks about it."""
    return {
        topic: [NextStep(label=lesson["title"], url=lesson["url"]) for lesson in lessons]
        for topic, lessons in selectors.lessons_training(topics=topics).items()
    }


@receiver(mentions_wanted, dispatch_uid="lessons.mentions")
def on_mentions_wanted(
    sender: Any, series_ids: list[int], event_ids: list[int], **kwargs: Any
) -> list[Mention]:
    lessons = selectors.lessons_showing(series_ids=series_ids, event_ids=event_ids)
    return [Mention(lesson["title"], lesson["url"]) for lesson in lessons]


@receiver(page_published, sender=LessonPage, dispatch_uid="lessons.draw_pictures")
def on_lesson_published(sender: Any, instance: LessonPage, **kwargs: Any) -> None:
    if any(block.block_type == "figure" for block in instance.body):
        transaction.on_commit(lambda: draw_pictures.enqueue(page_id=instance.pk))


# Whatever changes the public tree drops the kept copy of it.
for _signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
    _signal.connect(lambda **kwargs: _forget(), weak=False, dispatch_uid="lessons.forget_outline")


for _signal in (published, unpublished):  # the first page names one
    _signal.connect(library.forget, sender=Quiz, dispatch_uid="lessons.forget_library_of_quizzes")


def _forget() -> None:
    outline.forget()
    library.forget()


for _signal in (published, unpublished, post_delete):
    for _model in (GlossaryTerm, Contact):
        _signal.connect(
            lexicon.forget, sender=_model, dispatch_uid=f"lessons.forget_lexicon.{_model.__name__}"
        )


for _signal in (published, unpublished, post_delete):
    _signal.connect(
        lambda **kwargs: book.forget(), sender=Fact, weak=False, dispatch_uid="lessons.forget_facts"
    )


@receiver(post_save, sender=Site, dispatch_uid="lessons.forget_outline")
@receiver(post_save, sender=PageViewRestriction, dispatch_uid="lessons.forget_outline")
@receiver(post_delete, sender=PageViewRestriction, dispatch_uid="lessons.forget_outline")
@receiver(post_delete, dispatch_uid="lessons.forget_outline_of_deleted")
def on_tree_changed(sender: Any, **kwargs: Any) -> None:
    if sender in {Site, PageViewRestriction, Page} or issubclass(sender, BasePage):
        _forget()
