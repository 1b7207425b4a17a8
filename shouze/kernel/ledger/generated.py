"""Whether the past in this database was made for measuring: then it is nobody's record, and says so
everywhere.

A generation (`shouze national`) leaves the view ``national.mark`` beside the tables. It is not to be taken
off without taking the data with it.
"""

from functools import cache

from django.db import connection


@cache
def is_generated() -> bool:
    """Say whether the record was generated. Asked once in the life of a process: generated data are written
    into an empty database, before anything serves it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('national.mark') IS NOT NULL")
        return bool(cursor.fetchone()[0])
