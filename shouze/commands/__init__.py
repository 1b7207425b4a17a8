"""The verbs of the console command `shouze`: one line each in the table of `__main__`, one module each here.

What comes in: the words after the verb. What goes out: lines for a person and an exit code (0 done, 1 refused
or failed, 2 not understood). A verb does no act of its own: it calls what the floors below offer.
"""
