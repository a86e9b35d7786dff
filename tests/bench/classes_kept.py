"""Prints, as JSON, which answers the database holds: their keys, and how many are there twice."""

import json
import sys

import django

django.setup()

from quizzes.models import AnswerStep  # noqa: E402

if __name__ == "__main__":
    keys = [str(key) for key in AnswerStep.objects.values_list("key", flat=True)]
    sys.stdout.write(json.dumps({"keys": keys, "doubled": len(keys) - len(set(keys))}) + "\n")
