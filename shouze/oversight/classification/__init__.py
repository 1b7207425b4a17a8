"""Classification of factories A to D: facts from the record, a dated decision table, two persons,
objection.

In: inspections, tests, measures and quality events of a factory for a kind of product, and the dated tables
of `rules/classification`. Out: what the table says on any day and by which row, a class proposed by one
person (or the machine) and approved by another, entered in the register, told to the firm, objected to and
answered by somebody outside; what would move it; what a proposed table would change. CNCA-00C-003 3.4,
guidance (十). The surveillance officer, the project engineer or the machine proposes; approver or decider
approves; the complaints officer answers objections.
"""
