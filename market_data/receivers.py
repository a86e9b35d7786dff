"""What market_data does when something is published."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import published

from market_data.models import EventChart
from market_data.services.events import freeze_event


@receiver(published, sender=EventChart, dispatch_uid="market_data.freeze_event")
def on_event_published(sender: Any, instance: EventChart, **kwargs: Any) -> None:
    freeze_event(event=instance, now=timezone.now())  # noqa: TID251 - a signal is an edge
