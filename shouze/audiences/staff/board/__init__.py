"""The leaders' screen: ten minutes for whoever answers for the whole house.

In: a person, a period, a product category. Out: the parts that his posts may see, each chart with the table
that it is drawn from, and the same tables as CSV and XLSX. Guidance (七), (十二), (二十一).
"""
