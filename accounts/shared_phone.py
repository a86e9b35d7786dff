"""Several people on one phone, without accounts: who they are stands in one signed cookie and nowhere else.

Each has a learner of their own; the cookie adds what they like to be called here, so that they find themselves. It is
kept small: at most MOST people, short names. Somebody with an account is never in it: they sign in.
"""

import base64
import json
import unicodedata
import uuid
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts import cookies
from accounts.selectors import without_account

NAME = "learners"
MOST = 6
LONGEST = 20  # characters of a name
_signer = Signer(salt="accounts.shared_phone")


@dataclass(frozen=True)
class Seat:
    """One of the people who learn on this phone."""

    learner: uuid.UUID
    label: str


def seats(request: HttpRequest) -> list[Seat]:
    """Return who learns on this phone; empty when nobody shares it or the cookie was tampered with."""
    try:
        packed = _signer.unsign(request.COOKIES.get(NAME, ""))
        rows = json.loads(base64.urlsafe_b64decode(packed))
        return [Seat(uuid.UUID(learner), str(label)[:LONGEST]) for learner, label in rows][:MOST]
    except (BadSignature, ValueError, TypeError):
        return []


def people(request: HttpRequest) -> list[Seat]:
    """Return who learns on this phone, without those who have gone or have an account now."""
    found = seats(request)
    if not found:
        return []
    there = without_account(learner_ids=[seat.learner for seat in found])
    return [seat for seat in found if seat.learner in there]


def packed(people: list[Seat]) -> str:
    """Return the cookie's value."""
    rows = [[seat.learner.hex, seat.label] for seat in people[:MOST]]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return _signer.sign(base64.urlsafe_b64encode(text.encode()).decode())


def remember(request: HttpRequest, people: list[Seat]) -> None:
    """Ask for the cookie to hold these people from now on; none deletes it."""
    request.shared_phone = people  # type: ignore[attr-defined]


def write(request: HttpRequest, response: HttpResponseBase) -> None:
    people: list[Seat] | None = getattr(request, "shared_phone", None)
    if people is None:
        return
    if people:
        cookies.set_signed(response, NAME, packed(people))
    else:
        response.delete_cookie(NAME, samesite="Lax")


def label_of(request: HttpRequest) -> str:
    """Return what the learner of this moment is called on this phone; empty when the phone is not shared."""
    current = cookies.learner_id(request)
    return next((seat.label for seat in seats(request) if seat.learner == current), "")


def clean_label(text: str) -> str:
    """Return a name without what cannot be seen, in one line."""
    visible = "".join(
        letter if unicodedata.category(letter)[0] not in "CZ" else " "
        for letter in unicodedata.normalize("NFC", text)
    )
    return " ".join(visible.split())[:LONGEST]
