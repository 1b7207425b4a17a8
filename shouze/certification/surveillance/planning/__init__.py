"""The yearly plan of surveillance: which factory is visited on which days by whom.

In: open lines of the programme, inspectors with registrations, appointments, absences, interests and bases,
and the dated parameters of the rule. Out: a plan with its cost, a proven bound, and for each visit that has
no place the constraint that stops it; once adopted, the days and teams of the lines. CNCA-00C-006 6,
guidance (十)(十二). The inspection planner or the surveillance officer asks for it, adopts it and changes
it; the machine works it out.
"""
