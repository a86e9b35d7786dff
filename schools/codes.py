"""Codes that open a class, a school or one pupil's seat, and pupils' PINs. Pure but for the random source.

Digits only: every phone in the room has a keypad for them, whatever language its keyboard is in. Ten digits and a
rate limit at the door (schools.views.entry) keep guessing hopeless: with ten thousand classes open, a million guesses
find one.
"""

import hmac
import secrets

CLASS_DIGITS, PERSONAL_DIGITS, PIN_DIGITS = 10, 12, 4
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def new_code(digits: int) -> str:
    """Return a random code that does not begin with a zero (spreadsheets drop it)."""
    return str(10 ** (digits - 1) + secrets.randbelow(9 * 10 ** (digits - 1)))


def cleaned(typed: str) -> str:
    """Return the digits of what somebody typed: spaces, hyphens and Thai digits are fine; '' for anything else."""
    text = typed.translate(_THAI_DIGITS)
    for spacer in (" ", "-", "\u00a0", "\u200b", "."):
        text = text.replace(spacer, "")
    return text if text.isascii() and text.isdigit() else ""


def grouped(code: str) -> str:
    """Return a code as it is read aloud: in groups of three or four."""
    size = 4 if len(code) % 4 == 0 else 3
    groups = [code[start : start + size] for start in range(0, len(code), size)]
    if len(groups) > 1 and len(groups[-1]) == 1:  # 123 456 7890
        groups[-2:] = [groups[-2] + groups[-1]]
    return " ".join(groups)


def sealed(pin: str, *, pupil: int, key: str) -> str:
    """Return what is stored of a pupil's PIN.

    Four digits have ten thousand values: no hash makes a stolen table safe, so a slow one would only make a class
    wait. The site's key, which is not in the database, does.
    """
    return hmac.new(key.encode(), f"schools.pin:{pupil}:{pin}".encode(), "sha256").hexdigest()


def opens(pin: str, seal: str, *, pupil: int, key: str) -> bool:
    return hmac.compare_digest(sealed(pin, pupil=pupil, key=key), seal)
