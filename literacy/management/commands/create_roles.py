"""Roles of the CMS and its review workflow."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from literacy import roles


class Command(BaseCommand):
    help = "Create or mend the roles ผู้เขียน and บรรณาธิการ and the review workflow."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            roles.create_roles()
