"""Certified technical persons (认证技术负责人) of factories: who may approve certain changes himself.

In: the enterprise's application for a person, with evidence; the body's approval until a day. Out: is
there an approved technical person of this factory for this product on this day? CNCA-00C-005 3.1 and 3.9.
"""
