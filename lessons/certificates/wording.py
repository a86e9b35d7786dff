"""What stands on a certificate. Pure."""

from dataclasses import dataclass

NAMELESS = "ผู้ถือใบรับรองนี้"


@dataclass(frozen=True)
class Wording:
    """All words of one certificate; `address` is where it can be verified, `number` its short form for reading out."""

    title: str
    name: str
    did: str
    course: str
    detail: str
    date: str
    issuer: str
    note: str
    address: str
    number: str


def wording(
    *,
    name: str,
    course: str,
    lessons: int,
    minutes: int,
    date: str,
    address: str,
    number: str,
    is_revoked: bool,
) -> Wording:
    return Wording(
        title="ใบรับรองนี้ถูกเพิกถอนแล้ว" if is_revoked else "ใบรับรองการเรียนรู้",
        name=name or NAMELESS,
        did="เรียนครบทุกบทและผ่านแบบทดสอบในวิชา",
        course=course,
        detail=f"{lessons} บท เวลาเรียนประมาณ {minutes} นาที",
        date=f"เรียนจบเมื่อ {date}",
        issuer="รู้ทันคริปโต",
        note="รับรองการเรียนรู้เท่านั้น ไม่ใช่คำแนะนำให้ซื้อหรือขาย และไม่ใช่คุณวุฒิ",
        address=address,
        number=number,
    )
