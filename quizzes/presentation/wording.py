"""Spans of time in words. Pure."""


def duration(seconds: float) -> str:
    """Return a span in Thai words, to the second below an hour, e.g. "4 นาที 5 วินาที"."""
    whole = max(0, int(seconds))
    days, rest = divmod(whole, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, rest = divmod(rest, 60)
    if days:
        return f"{days} วัน {hours} ชั่วโมง" if hours else f"{days} วัน"
    if hours:
        return f"{hours} ชั่วโมง {minutes} นาที" if minutes else f"{hours} ชั่วโมง"
    if minutes:
        return f"{minutes} นาที {rest} วินาที" if rest else f"{minutes} นาที"
    return f"{rest} วินาที"
