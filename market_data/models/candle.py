"""The candles that are kept."""

from django.db import models

from market_data.models.source import Series


class Candle(models.Model):
    """One closed candle. Prices and volume are doubles: they hold every digit that an exchange sends."""

    pk = models.CompositePrimaryKey("series_id", "t")
    series = models.ForeignKey(Series, models.CASCADE, db_index=False, related_name="candles")
    t = models.BigIntegerField()  # open time, ms UTC
    o = models.FloatField()
    h = models.FloatField()
    l = models.FloatField()  # noqa: E741
    c = models.FloatField()
    v = models.FloatField()  # in the base asset

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(l__gt=0)
                & models.Q(l__lte=models.F("o"))
                & models.Q(l__lte=models.F("c"))
                & models.Q(h__gte=models.F("o"))
                & models.Q(h__gte=models.F("c"))
                & models.Q(v__gte=0),
                name="candle_is_possible",
            )
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.t}"
