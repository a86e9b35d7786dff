"""Published questions: cutting an immutable version at publish, and reading versions."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction

from quizzes import published_text
from quizzes.content import Content, digest
from quizzes.models import Question, QuestionVersion
from quizzes.process_cache import ProcessCache

# A version never changes and its key is never given again, so what was read once stays true.
_contents: ProcessCache[str, Content] = ProcessCache(1000)  # ≈ 3 kB each


def cut_version(*, question_id: int, now: dt.datetime) -> QuestionVersion:
    """Return the version of the question as it stands in the database, making one when it has changed.

    Two people who publish at the same moment queue on the question's row; whoever comes last cuts what the row
    says then, so the newest version is always the published text.
    """
    with transaction.atomic():
        # `of`: PostgreSQL cannot lock through the nullable joins that a manager may add
        question = Question.objects.select_for_update(of=("self",)).get(pk=question_id)
        content = published_text.finished(question.snapshot(), facts=question.facts)
        newest: QuestionVersion | None = question.versions.order_by("-number").first()
        if newest is not None and newest.digest == digest(content):
            return newest
        version: QuestionVersion = QuestionVersion.objects.create(
            question=question,
            number=newest.number + 1 if newest else 1,
            digest=digest(content),
            content=content,
            created_at=now,
        )
        return version


def contents(*, versions: Iterable[str]) -> dict[str, Content]:
    """Return the contents of versions by their key (hex). At most one query; none for versions seen before."""
    wanted = set(versions)
    found = _contents.get_many(wanted)
    missing = wanted - found.keys()
    if missing:
        rows = QuestionVersion.objects.filter(pk__in=[uuid.UUID(key) for key in missing])
        for pk, content in rows.values_list("pk", "content"):
            _contents.put(pk.hex, content)
            found[pk.hex] = content
    return found
