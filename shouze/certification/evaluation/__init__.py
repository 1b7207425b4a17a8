"""Evaluation: the certification plan computed from the rules, the agreement, and the close of the
evaluation file.

In: an accepted case. Out: class, mode, elements, type-test plan, person-days and fee bill; later the
evaluation report, when every element is closed. ISO/IEC 17065 7.4, CNCA-00C-003, regulations Art. 21
(nothing added, reduced or omitted), guidance (十). The project engineer acts, and the applicant for the
agreement.
"""
