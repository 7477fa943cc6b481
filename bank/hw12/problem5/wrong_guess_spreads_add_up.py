"""Adds spreads in place of variances. Fails: guess_spread_of_walkers_is_right.

Says: variances of independent steps add up
"""

# %%
spread_guess = 10.0
