"""YAML that remembers its line numbers, and a reader that says what is wrong with it. Pure."""

import datetime as dt
from collections.abc import Callable, Hashable, Mapping
from typing import Any

import yaml


class Mapped(dict[str, Any]):
    """A mapping that knows on which line it and each of its keys stand."""

    line: int
    lines: dict[str, int]


class _Loader(yaml.SafeLoader):
    repeated: list[tuple[int, str]]


class _FastLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads the same nine times as fast; only what the other says of a fault is told."""

    repeated: list[tuple[int, str]]


def _mapping(loader: Any, node: yaml.MappingNode) -> Mapped:
    mapped = Mapped()
    mapped.line = node.start_mark.line + 1
    mapped.lines = {}
    for key_node, value_node in node.value:
        key: Hashable = loader.construct_object(key_node)
        if isinstance(key, bool):  # YAML takes the words on, off, yes and no for true and false
            key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in mapped:
            loader.repeated.append((line, str(key)))
        mapped[str(key)] = loader.construct_object(value_node, deep=True)
        mapped.lines[str(key)] = line
    return mapped


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_FastLoader.add_constructor("tag:yaml.org,2002:map", _mapping)

Complain = Callable[[int, str], None]  # line (1-based), what is wrong in Thai


def load(text: str, *, first_line: int, complain: Complain) -> Mapped | None:
    """Return the document's mapping, lines counted from `first_line`; None after complaining."""
    data = _document(text, first_line=first_line, complain=complain)
    if data is not None and not isinstance(data, Mapped):
        complain(first_line, "ต้องเป็นรายการแบบ ช่อง: ค่า")
    return data if isinstance(data, Mapped) else None


def load_list(text: str, *, complain: Complain) -> list[Mapped]:
    """Return the mappings of a document that is a list of them."""
    data = _document(text, first_line=1, complain=complain)
    if data is None:
        return []
    if not isinstance(data, list) or not all(isinstance(item, Mapped) for item in data):
        complain(1, "ต้องเป็นรายการที่แต่ละข้อขึ้นต้นด้วย - แล้วตามด้วย ช่อง: ค่า")
        return [item for item in data if isinstance(item, Mapped)] if isinstance(data, list) else []
    return data


def _read(loader_class: Any, text: str) -> tuple[Any, list[tuple[int, str]]]:
    loader = loader_class(text)
    loader.repeated = []
    return loader.get_single_data(), loader.repeated


def _document(text: str, *, first_line: int, complain: Complain) -> Any:
    text = "\n" * (first_line - 1) + text
    try:
        try:
            data, repeated = _read(_FastLoader, text)
        except (yaml.YAMLError, ValueError):
            data, repeated = _read(_Loader, text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        complain(mark.line + 1 if mark else first_line, f"อ่าน YAML ไม่ออก: {error.problem or error}")
        return None
    except (yaml.YAMLError, ValueError) as error:
        complain(first_line, f"อ่าน YAML ไม่ออก: {error}")
        return None
    for line, key in repeated:
        complain(line, f"ช่อง {key} ซ้ำ")
    if data is None:
        complain(first_line, "ไฟล์ว่าง")
    return data


class Fields:
    """Takes typed values out of one mapping; every fault is said once, with its line."""

    def __init__(self, mapped: Mapped, complain: Complain, *, known: set[str]) -> None:
        self.mapped = mapped
        self.complain = complain
        for key in mapped.keys() - known:
            complain(mapped.lines[key], f"ไม่รู้จักช่อง {key} ใช้ได้: {', '.join(sorted(known))}")

    def line(self, key: str) -> int:
        return self.mapped.lines.get(key, self.mapped.line)

    def wrong(self, key: str, message: str) -> None:
        self.complain(self.line(key), f"{key} {message}")

    def text(self, key: str, *, required: bool = True) -> str:
        value = self.mapped.get(key)
        if isinstance(value, str | int | float | dt.date) and not isinstance(value, bool):
            value = str(value).strip()
            if value:
                return value
        elif value is not None:
            self.wrong(key, "ต้องเป็นข้อความ")
            return ""
        if required:
            self.wrong(key, "ยังไม่มีข้อความ")
        return ""

    def whole(self, key: str, *, low: int, high: int, default: int | None = None) -> int:
        value = self.mapped.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.wrong(key, f"ต้องเป็นจำนวนเต็ม {low}–{high}")
        return low

    def truth(self, key: str) -> bool:
        value = self.mapped.get(key, False)
        if not isinstance(value, bool):
            self.wrong(key, "ต้องเป็น true หรือ false")
        return value is True

    def one_of(self, key: str, allowed: Mapping[str, Any] | tuple[str, ...]) -> str:
        value = str(self.mapped.get(key, ""))
        if value not in allowed:
            self.wrong(key, f"ต้องเป็น {', '.join(allowed)}")
        return value

    def day(self, key: str) -> dt.date:
        value = self.mapped.get(key)
        if isinstance(value, str):
            try:
                value = dt.date.fromisoformat(value)
            except ValueError:
                value = None
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value
        self.wrong(key, "ต้องเป็นวันที่แบบ 2026-11-24")
        return dt.date.min

    def items(self, key: str, *, required: bool = True) -> list[Any]:
        value = self.mapped.get(key) or []
        if not isinstance(value, list):
            self.wrong(key, "ต้องเป็นรายการ (ขึ้นต้นบรรทัดด้วย -)")
            return []
        if required and not value:
            self.wrong(key, "ต้องมีอย่างน้อยหนึ่งรายการ")
        return value

    def mappings(self, key: str) -> list[Mapped]:
        found = []
        for item in self.items(key):
            if isinstance(item, Mapped):
                found.append(item)
            else:
                self.wrong(key, "แต่ละรายการต้องเป็นแบบ ช่อง: ค่า")
        return found
