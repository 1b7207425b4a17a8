"""Transfers of certificates between bodies: to us, and from us to another.

In: an application with the old body's certificate, or the signed question of another body about one of
ours; the messages of the other body, over HTTP from an installation of this system, else as a file or a
letter entered by hand. Out: our own certificate in the place of the old one, or the old one cancelled on
the proof that its successor is issued; what we answer and hand over, signed. At no moment are two
certificates valid for one unit, and at none is there none by our doing: the one deciding event is the new
body's issue (docs/models/transfer.pml). Guidance (十一), regulations Art. 33. The client applies, the
certificate officer asks, compares and requests, the engineer assesses, the approver issues; the decider
hands over or refuses; the machine takes in what comes.
"""
