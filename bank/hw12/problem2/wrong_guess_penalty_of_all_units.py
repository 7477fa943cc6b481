"""Adds the penalties of all 18 units. Fails: guess_penalty_is_bounded_by_the_sigmoid.

Says: a sigmoid is at most 1
"""

# %%
penalty_guess = 18e-4
