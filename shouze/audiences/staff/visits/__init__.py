"""Inspection on the spot: the pages of an inspector on a phone, with or without a connection.

In: what the phone took down, each item under a number of its own. Out: acts through the gate, each done
once however often it was sent, and the report as PDF. CNCA-00C-005, 00C-006; the inspectors act.
"""
