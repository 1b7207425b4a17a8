"""Measures: what a certificate's state, its periods and quality events ask of the body, and what was done.

In: suspensions, requests of holders, days of expiry, supervision, quality events. Out: reactions: what is to
be answered, by which post, until when, with the measures proposed by the dated table; warnings of holders;
escalation to the leader. A reaction changes no certificate: a measure is an act on it. The machine opens,
warns and escalates, a person answers. Order 117 Art. 26 to 29, CNCA-00C-001, guidance (十二).
"""
