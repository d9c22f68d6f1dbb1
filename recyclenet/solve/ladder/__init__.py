"""The ladder: large programmes step by step, each step a module of its own that can be left out and never changes the optimum.

Relaxation (interior point at first, from then on the simplex method from the last basis) and a bound recomputed from its duals; plans
from small programmes around the best sites; what cannot be in a better plan fixed, with proof; and at last a search over what is left.
"""
