"""Numbers without gaps. In: the name of a series. Out: its next number, taken inside the act's transaction.
"""
