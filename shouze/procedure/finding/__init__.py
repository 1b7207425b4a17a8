"""What can be found by name: one line for each thing that people search, kept beside the act that made it.

In: every act, from the gate, after it was done. Out: cases, certificates, orders, reports, inspections,
letters, appeals, firms, factories, laboratories and people, by number, by two characters of a name, by its
pinyin or the initials of it. The lines are written in the act's own transaction, hence the replay makes them
again. Who may see what is found the readers of the cases say. Guidance (六), (十二).
"""
