"""Signing in and out, whichever door was taken: the learner's cookie follows the account."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts import cookies, selectors, services, shared_phone
from accounts.models import User


@receiver(user_logged_in, dispatch_uid="accounts.claim_learner")
def on_sign_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Join what was learnt on this device before to the account (signing up signs in as well)."""
    named = cookies.learner_id(request)
    learner = services.claim_learner(learner_id=named, user=user, now=timezone.now())  # noqa: TID251 - the edge: signing in calls this
    if learner is not None:
        cookies.remember(request, learner.pk)
    elif named is not None:
        cookies.forget(request)  # it names another account's learner, or nobody
    _leave_the_shared_phone(request)


def _leave_the_shared_phone(request: HttpRequest) -> None:
    """Whoever has an account now is no longer picked by name: on a shared phone others could."""
    people = shared_phone.seats(request)
    if not people:
        return
    nameless = selectors.without_account(learner_ids=[seat.learner for seat in people])
    staying = [seat for seat in people if seat.learner in nameless]
    if len(staying) < len(people):
        shared_phone.remember(request, staying)


@receiver(user_logged_out, dispatch_uid="accounts.forget_learner")
def on_sign_out(sender: Any, request: HttpRequest | None, **kwargs: Any) -> None:
    """A shared phone must not go on recording for the person who has just left."""
    if request is not None:
        cookies.forget(request)
