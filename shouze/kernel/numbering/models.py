"""The last number given out of each series."""

from django.db import connection, models


class Counter(models.Model):
    """One series; its row is locked until the act that takes a number is committed, so that no number is
    lost.
    """

    series = models.CharField(max_length=40, primary_key=True)
    last = models.BigIntegerField()

    class Meta:
        db_table = "numbering_counter"

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"


def take(series: str, first: int = 1) -> int:
    """Take the next number of a series that begins at ``first``; it is given back when the act does not
    come about.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO numbering_counter (series, last) VALUES (%s, %s)"
            " ON CONFLICT (series) DO UPDATE SET last = numbering_counter.last + 1 RETURNING last",
            [series, first],
        )
        return int(cursor.fetchone()[0])
