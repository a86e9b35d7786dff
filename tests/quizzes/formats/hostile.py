"""Broken and hostile question files: random ones by grammar and by mutation, and known attacks."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

from quizzes.formats import Format, ImportedQuestion, check, read, write
from tests.quizzes.formats.contents import SIGNS

_MB = 1024 * 1024
_SAMPLES = Path(__file__).parents[3] / "content" / "quizzes"

GIFT = [
    *SIGNS,
    "//",
    "\n\n",
    "{=",
    "~%50%",
    "####",
    "{>3 ALL",
    "{#",
    "::n::",
    "[html]<p>",
    "{T#",
    "$CATEGORY: a\n\n",
    "<!--",
    "%",
    "1:2",
]
AIKEN = [*SIGNS, "\nA. ", "\nB) ", "\nANSWER: B\n", "\nANSWER:", "Z. ", "answer: a", "\n\n"]
XML = [
    *SIGNS, "<quiz>", "</quiz>", "<question type='multichoice'>", "<question type='multianswer'>", "<question type='numerical'>",
    "<question type='truefalse'>", "<question type='matching'>", "<question type='ordering'>", "</question>", "<questiontext format='html'>",
    "</questiontext>", "<text>", "</text>", "<answer fraction='100'>", "<answer fraction='x'>", "</answer>", "<feedback>", "</feedback>",
    "<file name='a' encoding='base64'>", "iVBORw0KGgo=", "</file>", "<subquestion>", "</subquestion>", "{1:SA:=x}", "{1:NM:=1:2~*}",
    "{:MC:~a~=b}", "<img src='@@PLUGINFILE@@/a'>", "<![CDATA[", "]]>", "&lt;p&gt;", "&#0;", "&x;", "<tags><tag>", "<single>", "<?pi?>",
    "<units><unit>", "<tolerance>", "<gradingtype>8</gradingtype>", "<!-- -->", "<script", "<a href='http://x'>", "<pre>",
]  # fmt: skip
YAML = [
    *SIGNS, "\n- ", "\n  ", ": ", "kind: single\n", "kind: spot\n", "kind: cloze\n", "stem: x\n", "options:\n", "- {text: a, correct: true}\n",
    "[", "]", "{", "}", "|-\n", ">\n", "&a ", "*a", "!!python/object:os.system ", "<<: ", "---\n", "...\n", "%YAML 1.1\n", "? ", "gaps: ",
    "none: ", "position: 1", "answers: ", "value: 1e400", "id: x\n", "images: {a: iVBORw0KGgo=}\n", "ก1:\n", "'", '"', "\\x41", "#",
]  # fmt: skip
GRAMMARS = {Format.GIFT: GIFT, Format.AIKEN: AIKEN, Format.MOODLE_XML: XML, Format.YAML: YAML}


def corpus() -> dict[Format, list[bytes]]:
    """Return good files to start mutations from: the lessons' quizzes, said in every format that can."""
    questions: list[ImportedQuestion] = []
    for path in sorted(_SAMPLES.glob("*.yaml")):
        questions += read(Format.YAML, path.read_bytes()).questions[:4]
    questions += read(Format.YAML, _EVERY_KIND).questions
    files: dict[Format, list[bytes]] = {}
    for format_ in Format:
        sayable = [
            one
            for one in questions
            if not any(problem.severity == "error" for problem in check(format_, [one]))
        ]
        files[format_] = [write(format_, [one]) for one in sayable] + [write(format_, sayable[:3])]
    return files


_EVERY_KIND = """
- {kind: short, stem: a, answers: [{pattern: "ก*", fraction: 0.5}], otherwise: x, case_sensitive: true}
- {kind: numeric, stem: a, unit: บาท, answers: [{value: 1.5, tolerance: 0.1}], otherwise: x}
- {kind: match, stem: a, options: [{text: a, match: b}, {text: c, match: d}], extras: [{text: e}]}
- {kind: order, stem: a, options: [{text: a}, {text: b}, {text: c}]}
- {kind: truefalse, stem: a, options: [{text: จริง, correct: true}, {text: ไม่จริง}]}
- {kind: cloze, stem: a, text: "x {{1}} y {{2}}", gaps: [{kind: short, answers: [{pattern: b}]},
   {kind: choice, options: [{text: b, correct: true}, {text: c}]}]}
- {kind: spot, stem: a, message: "ด่วน โอน", options: [{text: ด่วน, correct: true}]}
- {kind: judge, stem: a, message: "ด่วน โอน", verdict: scam}
"""


def by_grammar(random: Random, format_: Format) -> bytes:
    """Return a file of the format's own words in no order."""
    words = GRAMMARS[format_]
    text = "".join(random.choice(words) for _ in range(random.randint(1, 60)))
    if format_ is Format.MOODLE_XML and random.random() < 0.7:
        text = f"<quiz><question type='{random.choice(('multichoice', 'multianswer', 'shortanswer', 'matching'))}'>{text}"
    return text.encode("utf-8", "replace")


def by_mutation(random: Random, seed: bytes, words: list[str]) -> bytes:
    """Return a good file with some of its pieces or words changed, moved, repeated or lost; one in five has odd bytes."""
    text = seed.decode()
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(text) + 1)
        end = at + random.choice((1, 1, 4, 30))
        piece = random.choice(
            (
                "",
                random.choice(words),
                text[at:end] * random.choice((2, 50)),
                chr(random.randrange(1, 0xD800)),
            )
        )
        text = text[:at] + piece + (text[end:] if random.random() < 0.95 else "")
    data = bytearray(text.encode("utf-8", "replace"))
    if data and random.random() < 0.2:
        data[random.randrange(len(data))] = random.randrange(256)
    return bytes(data)


def attacks() -> Iterator[tuple[str, Format, bytes]]:
    """Yield (name, format, file) of files made to take all time or memory, each nearly as large as may be sent."""
    ten = 10 * _MB - 4096
    entity = "<!DOCTYPE q [<!ENTITY a 'xxxxxxxxxx'>" + "".join(
        f"<!ENTITY {chr(98 + i)} '{('&' + chr(97 + i) + ';') * 10}'>" for i in range(9)
    )
    yield "xml entity bomb", Format.MOODLE_XML, f"{entity}]><quiz>&j;</quiz>".encode()
    yield (
        "xml external entity",
        Format.MOODLE_XML,
        b'<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>',
    )
    yield "xml external dtd", Format.MOODLE_XML, b'<!DOCTYPE q SYSTEM "http://x.example/d.dtd"><quiz/>'
    yield "xml deep", Format.MOODLE_XML, b"<quiz>" + b"<a>" * (ten // 3)
    yield "xml wide", Format.MOODLE_XML, b"<quiz><question type='essay'>" + b"<a/>" * (ten // 4)
    yield "xml many questions", Format.MOODLE_XML, b"<quiz>" + b"<question/>" * (ten // 11)
    yield (
        "xml attributes",
        Format.MOODLE_XML,
        b"<quiz a='>" + b"'".join(b" a%d='>" % i for i in range(ten // 14)),
    )
    yield "xml no end", Format.MOODLE_XML, b"<quiz><question type='truefalse'><text>" + b"a" * ten
    for kind, inner in {
        "html comments": b"&lt;!--",
        "html tags": b"&lt;a &quot;",
        "html quotes": b"&lt;img src='",
        "html scripts": b"&lt;script>",
        "html entities": b"&amp;#1",
        "html long entity": b"&amp;#" + b"9" * 60_000 + b";",
        "cloze starts": b"{1:SA:",
        "cloze backslashes": b"{1:SA:=\\",
    }.items():
        stem = (inner * (9 * _MB // len(inner) + 1))[: 9 * _MB]
        yield (
            f"xml {kind}",
            Format.MOODLE_XML,
            (
                b"<quiz><question type='multianswer'><questiontext format='html'><text>"
                + stem
                + b"</text></questiontext>"
                b"<answer fraction='100'><text>true</text></answer></question></quiz>"
            ),
        )
    yield (
        "xml base64",
        Format.MOODLE_XML,
        (
            b"<quiz><question type='truefalse'><questiontext><text>q</text>"
            + (b"<file name='a.png' encoding='base64'>" + b"A" * 300_000 + b"</file>") * 30
            + b"</questiontext></question></quiz>"
        ),
    )
    for word in (
        b"~a",
        b"=a",
        b"\\~",
        b"{",
        b"}",
        b"::",
        b"//\n",
        b"// [id:\n",
        b"//[id:",
        b"a{T}\n\n",
        b"\n",
        b"a\n",
        b"a\n\n",
        b"#",
        b"<a ",
        b"$CATEGORY: a\n",
    ):
        yield f"gift {word!r}", Format.GIFT, word * (ten // len(word))
        yield f"gift in braces {word!r}", Format.GIFT, b"q{=x" + word * (ten // len(word)) + b"}"
    for word in (b"A. a\n", b"ANSWER: A\n", b"q\nA. a\nB. b\nANSWER: B\n", b"a", b"q\n", b"A.", b"ANSWER:"):
        yield f"aiken {word!r}", Format.AIKEN, word * (ten // len(word))
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)
    )
    yield "yaml alias bomb", Format.YAML, bomb.encode()
    yield "yaml deep", Format.YAML, b"[" * 50
    yield "yaml python tag", Format.YAML, b"a:\n- !!python/object/apply:os.system [x]\n"
    for word in (
        b"[",
        b"{a: ",
        b"- ",
        b"? ",
        b"- a\n",
        b"a: b\n",
        b"%TAG !a! b\n",
        b"---\n",
        b"&a ",
        b"!!a ",
        b"'",
        b"a\n",
        b"|\n a\n",
        b"#a\n",
        b"a: [b, c]\n",
        b"- kind: single\n",
        b"\t",
        b"[a, ",
        b'"\\n',
        b": ",
    ):
        yield f"yaml {word!r}", Format.YAML, word * (ten // len(word))
