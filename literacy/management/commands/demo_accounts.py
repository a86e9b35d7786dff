"""Roles of the CMS, its review workflow, and the two demo accounts."""

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from literacy import roles

NAMES = {"educator": "ครูตัวอย่าง", "administrator": "ผู้ดูแลตัวอย่าง"}


class Command(BaseCommand):
    help = "Create the roles, the review workflow and the demo accounts; prints new passwords once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="give existing demo accounts new passwords")

    def handle(self, *args: Any, reset: bool, **options: Any) -> None:
        user_model = get_user_model()
        made: dict[str, str] = {}
        with transaction.atomic():
            roles.create_roles()
            for username, name in NAMES.items():
                user, is_new = user_model.objects.get_or_create(
                    username=username,
                    defaults={"first_name": name, "is_superuser": username == "administrator"},
                )
                if is_new or reset:
                    made[username] = secrets.token_urlsafe(12)
                    user.set_password(made[username])
                    user.save()
                if username == "educator":
                    user.groups.set(roles.groups_of_an_educator())
        if made:
            self.stdout.write("บัญชีตัวอย่าง รหัสผ่านแสดงครั้งนี้ครั้งเดียว (demo accounts; shown only now)")
            for username, password in made.items():
                self.stdout.write(f"  {username:<14} {password}")
