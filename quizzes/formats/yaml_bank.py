"""Reads our own YAML: lesson code → questions, the quiz files of content/, or a plain list. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from quizzes.formats import images, yaml_kinds
from quizzes.formats.model import MAX_BLOCK, Findings, ImportedQuestion, QuestionRefused, Reading
from quizzes.formats.tidying import default_name, line, tidy
from quizzes.formats.yaml_fields import Fields
from quizzes.formats.yaml_tree import Fault, Tree, parse

_QUIZ_KEYS = frozenset(
    (
        "slug", "title", "introduction", "pass_percent", "questions",
        "form_of", "form", "pair", "preset", "shuffle_choices", "shuffle_questions", "attempts_allowed",
        "time_limit_minutes", "bands", "slots",
    )
)  # fmt: skip


def read(source: str) -> Reading:
    """Return the questions of a YAML file. Raises FileRefused for a file made to harm."""
    found = Findings()
    tree = parse(source)
    if isinstance(tree, Fault):
        found.fail(tree.line, "", tree.sentence_th)
    elif tree is not None:
        for category, item in _items(tree, found):
            if found.is_full:
                break
            _read_item(item, category, found)
    return found.reading()


def _items(tree: Tree, found: Findings) -> Iterator[tuple[str, Tree]]:
    """Yield (category, question) of each of the three layouts."""
    if tree.kind == "map" and "questions" in tree.pairs and tree.pairs.keys() <= _QUIZ_KEYS:
        slug = tree.pairs.get("slug")
        groups = [(slug.text if slug else "", tree.pairs["questions"])]
    elif tree.kind == "map":
        groups = list(tree.pairs.items())
        for key in tree.repeated:
            found.fail(tree.line, "", f"หมวด “{key[:40]}” มีสองครั้งในไฟล์ รวมไว้ที่เดียว (อ่านเฉพาะครั้งแรก)")
    else:
        groups = [("", tree)]
    for category, group in groups:
        if group.kind == "list":
            yield from ((category, item) for item in group.items)
        else:
            found.fail(group.line, "", f"ใต้ “{category[:40]}” ต้องเป็นรายการข้อ (แต่ละข้อขึ้นต้นด้วย -)")


def _read_item(item: Tree, category: str, found: Findings) -> None:
    told = ""
    try:
        fields = Fields(item)
        told = line(fields.text("id", "code"))[:80] or default_name(fields.text("stem")[:500])
        question, notes = _question(fields, category)
    except QuestionRefused as refused:
        found.fail(refused.line or item.line, told, str(refused))
        return
    size = sum(len(value) for value in _texts(question.content))
    if size > MAX_BLOCK:
        found.fail(item.line, told, f"ข้อนี้มีข้อความรวมเกิน {MAX_BLOCK:,} ตัวอักษร แบ่งเป็นหลายข้อแล้วลองใหม่")
        return
    found.keep(tidy(question))
    for note in notes:
        found.say(item.line, told, note)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _question(fields: Fields, category: str) -> tuple[ImportedQuestion, list[str]]:
    content = yaml_kinds.read(fields)
    box = images.Box()
    for name, encoded in fields.mapping("images").items():
        box.add_base64(name, encoded)
    level = fields.text("difficulty").strip()
    if level not in ("", "1", "2", "3"):
        raise QuestionRefused("“difficulty” ต้องเป็น 1, 2 หรือ 3", fields.tree.line)
    # a colon in a plain tag would make it somebody else's: such a topic says that it is one
    tags = fields.texts("tags") + [
        f"หัวข้อ:{topic}" if ":" in topic else topic for topic in fields.texts("topic")
    ]
    tags += [f"ระดับ:{level}" for level in fields.texts("level") if level]
    if pattern := fields.text("pattern"):
        tags.append(f"กลโกง:{pattern}")
    if basis := fields.text("basis"):
        tags.append(f"basis:{basis}")
    if fields.flag("recheck"):
        tags.append("recheck")
    question = ImportedQuestion(
        content=content,
        code=fields.text("id", "code"),
        name=fields.text("name"),
        category=fields.text("category", default=category),
        tags=tuple(tags),
        difficulty=int(level) if level else None,
        objective=fields.text("objective"),
        facts=tuple(fields.texts("facts")),
        sources=tuple(fields.texts("sources")),
        line=fields.tree.line,
    )
    notes = [f"ไม่รู้จัก “{key[:40]}” จึงไม่ได้อ่านส่วนนั้น" for key in fields.unknown()[:5]]
    notes += [f"“{key[:40]}” มีสองครั้งในข้อนี้ อ่านเฉพาะครั้งแรก" for key in fields.tree.repeated[:5]]
    return replace(question, images=box.images), notes + box.complaints
