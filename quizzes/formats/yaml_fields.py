"""Typed reading of a YAML question's fields, with problems that name the line. Pure."""

from quizzes.formats import weights
from quizzes.formats.model import MAX_PARTS, QuestionRefused
from quizzes.formats.yaml_tree import Tree

_YES = ("true", "yes", "on", "ใช่")
_NO = ("false", "no", "off", "ไม่", "")
_EMPTY = Tree(0, "map")


class Fields:
    """A mapping of the file; remembers which keys were asked for, so that the rest can be named."""

    def __init__(self, tree: Tree) -> None:
        if tree.kind != "map":
            raise QuestionRefused("ตรงนี้ต้องเป็นรายการแบบ ชื่อ: ค่า", tree.line)
        self.tree = tree
        self.asked: set[str] = set()

    def _get(self, *names: str) -> Tree | None:
        self.asked.update(names)
        for name in names:
            if name in self.tree.pairs:
                found = self.tree.pairs[name]
                is_null = found.kind == "text" and found.is_plain and found.text in ("", "~", "null")
                return None if is_null else found
        return None

    def has(self, *names: str) -> bool:
        return self._get(*names) is not None

    def text(self, *names: str, default: str = "") -> str:
        """Return the text under the first of these names."""
        found = self._get(*names)
        if found is None:
            return default
        if found.kind != "text":
            raise QuestionRefused(f"“{names[0]}” ต้องเป็นข้อความ", found.line)
        return found.text

    def needed(self, *names: str) -> str:
        """Return a text that must be there (it may be empty)."""
        if not any(name in self.tree.pairs for name in names):
            raise QuestionRefused(f"ไม่มี “{names[0]}”", self.tree.line)
        return self.text(*names)

    def flag(self, *names: str, default: bool = False) -> bool:
        found = self._get(*names)
        if found is None:
            return default
        word = found.text.strip().lower()
        if found.kind != "text" or word not in (*_YES, *_NO):
            raise QuestionRefused(f"“{names[0]}” ต้องเป็น true หรือ false", found.line)
        return word in _YES

    def number(self, name: str, *, default: float | None = None) -> float:
        found = self._get(name)
        if found is None and default is not None:
            return default
        value = weights.number(found.text) if found is not None and found.kind == "text" else None
        if value is None:
            raise QuestionRefused(f"“{name}” ต้องเป็นตัวเลข", (found or self.tree).line)
        return value

    def texts(self, name: str) -> list[str]:
        """Return a list of texts; one text alone is a list of it."""
        found = self._get(name)
        if found is None:
            return []
        if found.kind == "text":
            return [found.text]
        if found.kind != "list" or any(item.kind != "text" for item in found.items):
            raise QuestionRefused(f"“{name}” ต้องเป็นรายการข้อความ", found.line)
        return [item.text for item in found.items]

    def rows(self, *names: str, least: int = 0) -> "list[Fields]":
        """Return a list of mappings."""
        found = self._get(*names)
        items = found.items if found is not None else []
        if found is not None and found.kind != "list":
            raise QuestionRefused(f"“{names[0]}” ต้องเป็นรายการ (ขึ้นต้นด้วย -)", found.line)
        line = (found or self.tree).line
        if len(items) < least:
            raise QuestionRefused(f"“{names[0]}” ต้องมีอย่างน้อย {least} รายการ (ตอนนี้มี {len(items)})", line)
        if len(items) > MAX_PARTS:
            raise QuestionRefused(f"“{names[0]}” มีเกิน {MAX_PARTS} รายการ แบ่งเป็นหลายข้อแล้วลองใหม่", line)
        return [Fields(item) for item in items]

    def inner(self, name: str) -> "Fields":
        """Return a mapping, an empty one when there is none."""
        return Fields(self._get(name) or _EMPTY)

    def mapping(self, name: str) -> dict[str, str]:
        """Return a mapping of texts."""
        inner = self.inner(name)
        return {key: inner.text(key) for key in inner.tree.pairs}

    def unknown(self) -> list[str]:
        """Return the keys nobody asked for."""
        return [key for key in self.tree.pairs if key not in self.asked]
