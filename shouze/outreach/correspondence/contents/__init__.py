"""What each kind of letter says, by what it is about: the case, the agreement, the evidence, the certificate.

In: the case and the content of the entry that the letter follows from. Out: `Content`. No letter is made
here; the words of the body stand in both languages, those of a person as he wrote them.
"""
