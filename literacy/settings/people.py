"""Settings of accounts: who may come in by which door, and how long we remember those without an account."""

from typing import Any

from literacy import env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.password_rules.NotLikeTheName"},
    {"NAME": "accounts.password_rules.MinimumLength"},
    {"NAME": "accounts.password_rules.NotCommon"},
]
LOGIN_REDIRECT_URL = "my_learning"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"  # age band and consent, whichever way somebody comes
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]  # many learners have no e-mail
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = "strict"  # signing up never tells whether an address has an account
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[รู้ทันคริปโต] "
ACCOUNT_REAUTHENTICATION_TIMEOUT = (
    600  # seconds; keys and codes are shown only to who has just said who they are
)
# a class of forty behind one address signs up in the same minute
ACCOUNT_RATE_LIMITS = {"signup": "60/m/ip", "login": "120/m/ip", "login_failed": "60/m/ip,5/5m/key"}
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "add_webauthn": "accounts.webauthn_forms.AddForm",
    "login_webauthn": "accounts.webauthn_forms.SignInForm",
    "authenticate_webauthn": "accounts.webauthn_forms.SecondFactorForm",
    "reauthenticate_webauthn": "accounts.webauthn_forms.ConfirmForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # many have no e-mail at all
MFA_TOTP_ISSUER = "รู้ทันคริปโต"
MFA_TOTP_TOLERANCE = 1  # phones whose clock is half a minute off
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False  # nobody gets an account without the page that asks for consent
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {}
SIGN_IN_TARGETS: list[str] = []  # where a form of ours may lead to (SECURE_CSP)
if env.given("LINE_LOGIN_ID"):
    SOCIALACCOUNT_PROVIDERS["line"] = {
        "APPS": [{"client_id": env.text("LINE_LOGIN_ID"), "secret": env.text("LINE_LOGIN_SECRET")}],
        "SCOPE": ["profile"],  # the least that LINE gives; what it says of the person is not kept
    }
    SIGN_IN_TARGETS.append("https://access.line.me")
if env.given("GOOGLE_LOGIN_ID"):
    SOCIALACCOUNT_PROVIDERS["google"] = {
        "APPS": [{"client_id": env.text("GOOGLE_LOGIN_ID"), "secret": env.text("GOOGLE_LOGIN_SECRET")}],
        "SCOPE": ["openid"],  # no name, no address, no picture
        "OAUTH_PKCE_ENABLED": True,
    }
    SIGN_IN_TARGETS.append("https://accounts.google.com")

ADMIN_SECOND_FACTOR = env.flag("ADMIN_SECOND_FACTOR", default=False)  # production turns it on
LEARNER_RETENTION_DAYS = env.whole(
    "LEARNER_RETENTION_DAYS", 730
)  # 0: keep learners without an account for ever
