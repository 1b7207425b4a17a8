"""Cases: the file of one certification, its parties, its state on the way, its clocks and its pauses.

In: acts of the rooms of certification move it; here it is paused, resumed, withdrawn, terminated, reassigned.
Out: net and gross days, due dates, who answers for which stage. Order 117 Art. 16, guidance (六)(十二)(十三).
"""
