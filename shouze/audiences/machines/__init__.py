"""Machines: the same acts and the same facts as on the pages, for programs of clients, laboratories and the
body.

In: HTTP under ``/api/`` by a person (session with CSRF token, or bearer token); never a moment (``at``),
never a role. Out: receipts of acts, refusals as sentences in both languages with stable codes, and what the
person may see. Each act is an operation of its own, made from its declaration; nothing is declared here a
second time. Guidance (五), (六).
"""
