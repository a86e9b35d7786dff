"""Who sits at this device: pupils take turns on one phone, and each keeps their own work."""

from django.http import HttpRequest

from accounts import cookies, shared_phone
from accounts.models import Learner
from accounts.selectors import without_account
from accounts.shared_phone import MOST, Seat, clean_label
from schools.models import Membership

_SOMEBODY = "คนก่อนหน้า"  # learnt here without a name and without a class


def sit_down(request: HttpRequest, *, seat: Membership, learner: Learner) -> None:
    """Let this device go on as the pupil; who was here before finds themselves by name.

    Somebody with an account is not among them: they sign in.
    """
    before = cookies.learner_id(request)
    cookies.remember(request, learner.pk)
    if learner.user_id is not None:
        return
    people = shared_phone.seats(request)
    others = {each.learner for each in people} | ({before} if before else set())
    others.discard(learner.pk)
    if not others:
        return
    there = without_account(learner_ids=others)
    pupils = {pupil.learner_id: pupil for pupil in Membership.objects.filter(learner__in=there, left_at=None)}
    staying = [each for each in people if each.learner in there]
    if before in there and before not in {each.learner for each in staying}:
        label = pupils[before].short_name if before in pupils else _SOMEBODY
        staying.append(Seat(before, _distinct(label, staying)))
    if not staying:
        return
    while len(staying) >= MOST:  # pupils come back by their class: they make room first
        leaving = next((each for each in staying if each.learner in pupils), staying[0])
        staying.remove(leaving)
    shared_phone.remember(request, [*staying, Seat(learner.pk, _distinct(seat.short_name, staying))])


def get_up(request: HttpRequest) -> None:
    """Make this device forget who sits at it; nothing of theirs is erased, the others stay."""
    named = cookies.learner_id(request)
    cookies.forget(request)
    people = shared_phone.seats(request)
    if people:
        shared_phone.remember(request, [each for each in people if each.learner != named])


def _distinct(label: str, people: list[Seat]) -> str:
    label, taken, number = clean_label(label) or _SOMEBODY, {each.label for each in people}, 2
    wanted = label
    while wanted in taken:
        wanted, number = f"{label[:16]} {number}", number + 1
    return wanted
