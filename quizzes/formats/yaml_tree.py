"""YAML to plain trees with line numbers: no aliases, no tags, no deep nesting, nothing constructed. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from quizzes.formats.model import FileRefused

MAX_DEPTH = 12
MAX_NODES = 300_000
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Tree:
    line: int
    kind: str  # "text" | "list" | "map"
    text: str = ""
    is_plain: bool = False  # a scalar without quotes
    items: list["Tree"] = field(default_factory=list)
    pairs: dict[str, "Tree"] = field(default_factory=dict)
    repeated: list[str] = field(default_factory=list)  # keys that came twice; the first counts


@dataclass(frozen=True, slots=True)
class Fault:
    line: int
    sentence_th: str


def parse(source: str) -> Tree | Fault | None:
    """Return the tree of the first document, None when it is empty, or where the YAML is broken.

    Raises FileRefused for aliases, too deep nesting, too many parts, many directives.
    """
    if sum(line.startswith("%") for line in _lines(source)) > 5:
        raise FileRefused("ไฟล์ YAML มีบรรทัดคำสั่ง (%) มากผิดปกติ จึงไม่รับ")
    try:
        return _tree(yaml.parse(source, Loader=_LOADER))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        detail = str(getattr(error, "problem", "") or "")[:120]
        return Fault(
            min(mark.line, source.count("\n")) + 1 if mark else 0,
            f"โครงสร้าง YAML ผิดแถวบรรทัดนี้ ({detail}) ดูการย่อหน้าและเครื่องหมายคำพูด",
        )


def _lines(source: str) -> Iterator[str]:
    at = 0
    while at < len(source):
        end = source.find("\n", at)
        end = len(source) if end < 0 else end
        yield source[at : at + 1]
        at = end + 1


def _tree(events: Iterator[yaml.Event]) -> Tree | None:
    builder = _Builder()
    for event in events:
        if isinstance(event, yaml.DocumentEndEvent):
            break  # what follows another "---" is not read
        builder.take(event)
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root: Tree | None = None
        self.open: list[Tree] = []
        self.keys: list[str | None] = []  # of each open map: the key that waits for its value
        self.nodes = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise FileRefused("ไฟล์ YAML ใช้การอ้างซ้ำ (* และ &) ซึ่งไม่รับ เขียนข้อความให้ครบแทน")
        if isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
            self.keys.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._node(event)

    def _node(self, event: yaml.NodeEvent) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise FileRefused(f"ไฟล์ YAML มีเกิน {MAX_NODES:,} รายการ แบ่งเป็นหลายไฟล์")
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.ScalarEvent):
            self._place(Tree(line, "text", text=event.value, is_plain=event.style is None))
            return
        if len(self.open) >= MAX_DEPTH:
            raise FileRefused(f"ไฟล์ YAML ซ้อนกันลึกเกิน {MAX_DEPTH} ชั้น จึงไม่รับ")
        tree = Tree(line, "list" if isinstance(event, yaml.SequenceStartEvent) else "map")
        self._place(tree)
        self.open.append(tree)
        self.keys.append(None)

    def _place(self, tree: Tree) -> None:
        if not self.open:
            self.root = tree
            return
        parent = self.open[-1]
        if parent.kind == "list":
            parent.items.append(tree)
        elif self.keys[-1] is None:
            self.keys[-1] = tree.text if tree.kind == "text" else ""
        else:
            key, self.keys[-1] = self.keys[-1], None
            if key in parent.pairs:
                parent.repeated.append(key)
            else:
                parent.pairs[key] = tree
