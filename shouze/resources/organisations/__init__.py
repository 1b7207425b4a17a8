"""Organisations and factories: applicants, producers, production enterprises.

In: names, codes and addresses, checked (GB 32100, GB/T 2260, GB/T 2659). Out: parties of a case; the
factory with its code. Order 117 Art. 10, 11, 21; domain facts 4.3 and 4.4.
"""
