"""Files, addressed by their content. In: bytes with a declared name. Out: a digest that acts rest on.

A file is written once and never changed; its type is sniffed from its content; it is never executed and
never shown inline except as what it truly is. Content stays erasable: the ledger holds digests only.
Guidance (六).
"""
