"""The versions that everything rests on: some packages quietly install an older Wagtail."""

import django
import wagtail


def test_wagtail_is_8() -> None:
    assert wagtail.VERSION[0] == 8


def test_django_is_the_long_term_release() -> None:
    assert django.VERSION[:2] == (5, 2)
