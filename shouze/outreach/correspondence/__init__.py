"""Correspondence: the official letters that follow from acts: notices of acceptance, supplements, refusal,
decision, orders, plans; and the conversation of the body with client and laboratory on a case.

In: a ledger entry. Out: a PDF/A letter, filed with its case by an act of the machine. Order 117 Art. 16
(refusals in writing, with reasons), ISO/IEC 17065 7.6, guidance (十三). What a letter says comes from the
entry alone. A message is an act of who writes it, read by the two sides alone (ISO/IEC 17065 4.5): queries
``messages_of`` and ``unread``, pages ``parts/conversation.html``.
"""
