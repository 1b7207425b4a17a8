"""Marks: orders of the CCC mark for a certificate, and the traceability code of each of its models.

In: a valid certificate and what its holder orders: stickers of a standard size, a printed or moulded mark
with its drawing, a mark shown on a screen, a code per model. Out: numbers of the stickers issued, or the
notice that permits the mark; codes that lead to the public page; nothing of it for a certificate that is not
valid on that day. Order 117 Art. 31 to 33, CNCA-00C-006 ch. 10, guidance (十九). The client orders, the
certificate officer decides and issues, the machine revokes.
"""
