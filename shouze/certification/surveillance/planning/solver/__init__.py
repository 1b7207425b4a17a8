"""The yearly plan as an optimisation, pure: an instance goes in, a plan and a proven bound come out.

In: visits with windows, inspectors with everything that stops them, and the weights (`instance`). Out: the
lines of a plan, its cost, a bound below which no plan of that model can cost, and for each visit that is
left out the constraint that stops it. Nothing here asks a database, a clock or chance: the same instance,
number of rounds and seed give the same plan.
"""
