"""Carries uids in a comment: each bound to the text of its part, so that editing the file cannot swap them. Pure."""

import copy
from dataclasses import replace
from hashlib import blake2s

from quizzes.formats.model import ImportedQuestion, each_part
from quizzes.formats.tidying import own_uids, tidy


def _print_of(role: str, told_by: str) -> str:
    return blake2s(f"{role}\0{told_by}".encode(), digest_size=4).hexdigest()


def carried(question: ImportedQuestion) -> str:
    """Return what `restored` needs; "" when every uid can be derived."""
    parts = zip(each_part(question.content), own_uids(question), strict=True)
    words = [f"{_print_of(role, told_by)}.{own or '-'}" for (role, told_by, _part), own in parts]
    return " ".join(words) if any(not word.endswith(".-") for word in words) else ""


def restored(question: ImportedQuestion, words: str) -> ImportedQuestion:
    """Return the tidy question with the carried uids at the parts whose text is still the same."""
    waiting: dict[str, list[str]] = {}
    for word in words.split():
        fingerprint, _dot, uid = word.partition(".")
        waiting.setdefault(fingerprint, []).append(uid)
    content = copy.deepcopy(question.content)
    for role, told_by, part in each_part(content):
        uids = waiting.get(_print_of(role, told_by))
        if uids and (uid := uids.pop(0)) != "-":
            part["uid"] = uid
    return tidy(replace(question, content=content))
