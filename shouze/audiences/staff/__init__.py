"""Pages of the body's own people: what waits for me, the case file, the registers, the trace of a
certificate.

In: a request of a person of the body. Out: pages; a client or a laboratory finds nothing here (404), and a
regulator or
auditor reads everything and is offered nothing to do, because the authority table gives his post no act.
What is
written goes through ``parts.do_act`` and so through the gate. Guidance (五) to (七), (十二); ISO/IEC 17065
7.12.
"""
