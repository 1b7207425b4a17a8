"""Documents as the body hands them out: fonts, typesetting, official letters (ISO/IEC 17065 clause 7.7).

In: a template that lies beside its room and plain texts. Out: PDF/A bytes, the same for the same input.
Nothing is stored here and nobody acts here; the rooms that issue a paper keep it through the kernel's
files.
"""
