"""The current consent text, for pages whose views are django-allauth's."""

from django import template

from accounts import consent_text

register = template.Library()


@register.simple_tag
def current_consent() -> tuple[str, ...]:
    return consent_text.TEXTS[consent_text.CURRENT]
