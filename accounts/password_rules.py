"""Django's password rules, said in Thai (its own catalogue has these sentences in English only)."""

from django.contrib.auth import password_validation


class MinimumLength(password_validation.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"รหัสผ่านสั้นเกินไป ใช้อย่างน้อย {self.min_length} ตัวอักษร เช่น คำสามคำต่อกัน"

    def get_help_text(self) -> str:
        return f"ใช้อย่างน้อย {self.min_length} ตัวอักษร"


class NotCommon(password_validation.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "มีคนใช้รหัสผ่านนี้มาก เดาได้ง่าย ลองเติมคำที่มีแต่คุณรู้"

    def get_help_text(self) -> str:
        return "อย่าใช้รหัสผ่านที่เดาง่าย"


class NotLikeTheName(password_validation.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return "รหัสผ่านคล้ายกับ%(verbose_name)sเกินไป ลองใช้คำอื่น"

    def get_help_text(self) -> str:
        return "อย่าใช้รหัสผ่านที่คล้ายชื่อของคุณ"
