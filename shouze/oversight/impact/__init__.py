"""Impact forward: from anything in doubt to everything that rests on it, and to re-evaluating that.

In: a laboratory, person, rule version, key part, report, factory or standard in doubt. Out: the
certificates and cases that rest on it; a doubt with what was seen frozen; one re-evaluation per certificate,
opened by one order and concluded by its engineer. Who acts: risk and quality officers, project engineers,
the machine. Guidance (十二), (二十); ISO/IEC 17065 7.9, 7.11.
"""
