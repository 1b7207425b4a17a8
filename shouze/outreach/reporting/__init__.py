"""Reporting to the authority: inspection plans (202010), inspection results (204010), certificates (203010).

In: facts of certificates, inspections, parties and persons. Out: records that pass every check of the
receiving system, as CSV, XLSX or JSON. Clause: CNCA-00C-007 chapter 4; regulations Art. 51; guidance
(十五). The reporting officer acts; this room answers for completeness and truth of what was sent.
"""
