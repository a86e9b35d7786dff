"""Words that browsers do not know and would break in the middle of a line, kept whole in finished HTML. Pure."""

import re
from bisect import bisect_right

# the dictionary that browsers break Thai lines by has none of these: it cuts them into syllables and single letters
_WORDS = re.compile(
    "(?:เหรียญ)?คริปโท(?:เคอร์เรนซี)?|วิดีโอคอล|บิตคอยน์|สเตเบิลคอยน์|ดีปเฟก|ฟิชชิง|เลเวอเรจ|เฟซบุ๊ก|แอดมิน|คิวอาร์|แอร์ดรอป|แรนซัมแวร์"
)
# no element may stand inside these
_PLAIN = re.compile(r"<(script|style|svg|textarea|option|title)\b.*?</\1>", re.DOTALL)


def keep_whole(html: str) -> str:
    """Return the HTML with such words in a span that no line is broken in; attributes and scripts stay as they are."""
    found = list(_WORDS.finditer(html))
    if not found:
        return html
    plain = [match.span() for match in _PLAIN.finditer(html)]
    starts = [start for start, _ in plain]
    parts, done = [], 0
    for match in found:
        place = bisect_right(starts, match.start()) - 1
        is_plain = place >= 0 and match.start() < plain[place][1]
        if is_plain or html.rfind("<", 0, match.start()) > html.rfind(">", 0, match.start()):
            continue
        parts += [html[done : match.start()], '<span class="whole">', match[0], "</span>"]
        done = match.end()
    return "".join([*parts, html[done:]])
