"""Quality information from outside: what authorities, courts, media, consumers and others found.

In: an event entered by a person: source, result, days, the product and whoever it names. Out: events matched
by a person to a factory and a product, objected to by the enterprise, and final or dismissed; what the body
itself recorded (inspections, tests, refusals) is read from the record and never entered here. CNCA-00C-003
3.2, order 18, guidance (十二). The quality, surveillance, risk and complaints officers enter; the quality
officer confirms and settles; the enterprise objects.
"""
