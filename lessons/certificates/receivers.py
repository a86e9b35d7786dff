"""Certificates follow their learner: into an account, out of it, and onto the page of one's data."""

from typing import Any

from django.dispatch import receiver
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.models import Learner
from accounts.signals import account_closed, learners_merged, my_data_sections_wanted
from lessons.certificates import selectors, services


@receiver(learners_merged, dispatch_uid="lessons.merge_certificates")
def on_learners_merged(sender: Any, source: Learner, target: Learner, **kwargs: Any) -> None:
    services.merge(source=source, target=target)


@receiver(account_closed, dispatch_uid="lessons.take_names_off")
def on_account_closed(sender: Any, learner: Learner, **kwargs: Any) -> None:
    services.take_names_off(learner=learner)


@receiver(my_data_sections_wanted, dispatch_uid="lessons.certificates")
def on_my_data(sender: Any, request: HttpRequest, learner: Learner, **kwargs: Any) -> SafeString | None:
    earned = selectors.earned_by(learner_id=learner.pk)
    return render_to_string("lessons/certificates/card.html", {"earned": earned}, request) if earned else None
