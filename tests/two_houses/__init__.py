"""Two installations on one machine: each with a database, keys, rules, files, web server, worker and
sequencer of its own, and a road of HTTP between them on which each message and each act is seen, and at each
of whose steps a process may be killed.
"""
