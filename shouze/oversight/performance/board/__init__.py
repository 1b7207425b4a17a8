"""The figures of the leaders' screen: what came and went, how long it took, where it waits, what it earned.

In: a period and a product category. Out: plain figures, each part by one or two statements that PostgreSQL
adds up; none of them grows with the number of rows shown. Guidance (七), (十二), (十三).
"""
