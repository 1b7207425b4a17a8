"""Pages of the yearly plan and of draws by lot: what is planned and why not, changed line by line, out and
in as a table; what was committed to, drawn, revealed.
"""
