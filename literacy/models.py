"""What the site remembers about itself: which pages are current, and what set-up has been done."""

from django.db import models
from django.db.models import F


class Publication(models.Model):
    """One row: a number that goes up whenever something public changes, so that kept pages are dropped."""

    ROW = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ROW)
    generation = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_publication_row")]

    def __str__(self) -> str:
        return str(self.generation)

    @staticmethod
    def current() -> int:
        """Return the generation (one query); 0 before anything was published."""
        return (
            Publication.objects.filter(pk=Publication.ROW).values_list("generation", flat=True).first() or 0
        )

    @staticmethod
    def bump() -> None:
        """Count one up in the surrounding transaction, so that a page and its number become visible together."""
        if not Publication.objects.filter(pk=Publication.ROW).update(generation=F("generation") + 1):
            Publication.objects.bulk_create([Publication(generation=1)], ignore_conflicts=True)


class SetUpStep(models.Model):
    """A step of setting up that this database has had, and from what, so that a second start skips it."""

    name = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=64)  # sha256 of what the step was made from

    def __str__(self) -> str:
        return self.name


class Beat(models.Model):
    """Which turn of a repeating job was taken last, so that of many workers one takes each turn (literacy.beat)."""

    job = models.CharField(max_length=60, primary_key=True)
    turn = models.PositiveBigIntegerField()  # seconds since 1970 divided by the job's period

    def __str__(self) -> str:
        return f"{self.job} {self.turn}"
