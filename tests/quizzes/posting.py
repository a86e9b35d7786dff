"""What the CMS's browser page sends for a question's stream block."""

from typing import Any


def interaction(block: dict[str, Any] | None) -> dict[str, Any]:
    """Return the form data of an interaction that holds this block, or none."""
    return _sequence("interaction", [block] if block else [])


def _sequence(prefix: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {f"{prefix}-count": len(items)}
    for number, item in enumerate(items):
        place = f"{prefix}-{number}"
        data |= {
            f"{place}-deleted": "",
            f"{place}-order": number,
            f"{place}-type": item["type"],
            f"{place}-id": item.get("id") or "",
        }
        for name, value in item["value"].items():
            data |= _field(f"{place}-value-{name}", value)
    return data


def _field(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, list):
        return _sequence(name, value)
    if isinstance(value, bool):
        return {name: "on"} if value else {}
    return {name: "" if value is None else value}
