"""What content files have put into the CMS."""

from django.db import models


class ImportedContent(models.Model):
    """What a content file last put into the CMS, so that loading again never overwrites an educator's edit."""

    key = models.CharField(max_length=120, unique=True)  # e.g. lesson:reading-a-candlestick
    digest = models.CharField(max_length=64)  # sha256 of what the file says
    object_id = models.PositiveBigIntegerField()  # page, question or quiz, by the key's first word
    revision_id = models.PositiveBigIntegerField()  # the revision that the loader published
    file = models.CharField(max_length=160, blank=True, default="")  # below the folder of content
    notes = models.JSONField(default=dict, blank=True)  # what the file says that the CMS has no field for

    def __str__(self) -> str:
        return self.key
