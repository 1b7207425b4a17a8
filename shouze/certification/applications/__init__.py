"""Applications: from the applicant's online application to acceptance, or to a reasoned refusal from a
closed list.

In: an application with attachments (from a draft that survives a closed browser). Out: an accepted case
with its scheme, its last day and its project engineer; or 补正通知 / 不予受理. ISO/IEC 17065 7.2 and 7.3,
Order 117 Art. 10 to 12, regulations Art. 19. The applicant and the acceptance officer act.
"""
