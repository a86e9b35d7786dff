"""What people agree to when they open an account, by version. Pure.

A text that somebody has agreed to never changes: a test holds each version's digest. New words are a new version,
and whoever agreed to an older one is asked again on the page of their data.
"""

from collections.abc import Mapping

CURRENT = "2026-11"

TEXTS: Mapping[str, tuple[str, ...]] = {
    "2026-11": (
        "เราเก็บชื่อผู้ใช้ที่คุณตั้งเอง อีเมล (ถ้าใส่) ช่วงอายุ และผลการเรียนของคุณ เพื่อให้เรียนต่อจากเครื่องอื่นได้และออกใบรับรองได้",
        "เราไม่ถามวันเกิด เลขประจำตัวประชาชน หรือชื่อจริง ไม่ขายข้อมูล และไม่ส่งข้อมูลให้คนอื่น",
        "ถ้าเข้าสู่ระบบด้วย LINE หรือ Google เราเก็บเพียงรหัสที่บริการนั้นใช้แทนตัวคุณ",
        "ถ้าคุณเข้าชั้นเรียนที่ครูเปิดไว้ ครูของชั้นนั้นเห็นผลการเรียนของคุณ และเราจดไว้ทุกครั้งว่าใครเปิดดู",
        "ดูข้อมูลทั้งหมด ดาวน์โหลด ถอนความยินยอม หรือลบ ทำเองได้ทุกเมื่อที่หน้า “บัญชีและข้อมูลของฉัน”",
    ),
}
