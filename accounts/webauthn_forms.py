"""django-allauth's forms for passkeys, careful with what a browser does not send but a person can: no error pages.

Its own parse what they get with few checks; a key that is no key is a wrong code here, whatever is wrong with it.
"""

import struct
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as allauth_forms
from cryptography.exceptions import InvalidSignature
from django import forms
from django.forms.fields import InvalidJSONInput

_LONGEST = 20_000  # characters; real ones are one or two thousand
_FAULTS = (KeyError, IndexError, ValueError, TypeError, AttributeError, struct.error, InvalidSignature)


class KeyField(forms.JSONField):
    """What the browser's authenticator answered: an object of a sensible size."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > _LONGEST:
            raise get_adapter().validation_error("incorrect_code")
        try:
            found = super().to_python(value)
        except (ValueError, RecursionError) as fault:
            raise get_adapter().validation_error("incorrect_code") from fault
        if found is not None and not isinstance(found, dict):
            raise get_adapter().validation_error("incorrect_code")
        return found

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Return what the form shows again; Django reads it once more and expects only plain mistakes."""
        try:
            return super().bound_data(data, initial)
        except (ValueError, RecursionError):
            return InvalidJSONInput("")


class _NewKey(forms.Form):
    credential = KeyField()

    def clean(self) -> Any:
        try:
            return super().clean()
        except _FAULTS as fault:
            raise get_adapter().validation_error("incorrect_code") from fault


class _KnownKey(forms.Form):
    credential = KeyField()

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]  # of the form that stands after this one
        except _FAULTS as fault:
            raise get_adapter().validation_error("incorrect_code") from fault


class SignUpForm(_NewKey, allauth_forms.SignupWebAuthnForm):
    pass


class AddForm(_NewKey, allauth_forms.AddWebAuthnForm):
    pass


class SignInForm(_KnownKey, allauth_forms.LoginWebAuthnForm):
    pass


class SecondFactorForm(_KnownKey, allauth_forms.AuthenticateWebAuthnForm):
    pass


class ConfirmForm(_KnownKey, allauth_forms.ReauthenticateWebAuthnForm):
    pass
