"""The composition root: settings, addresses, the WSGI callable, the launcher of the embedded PostgreSQL.

The only place that knows every room. What comes in: the environment (`DATABASE_URL`, `SHOUZE_ROLE`, …). What
goes out: a configured Django and a database to connect to. No act of certification happens here.
"""
