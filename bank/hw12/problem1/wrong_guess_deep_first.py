"""Takes a deep start to be seen best. Fails: guess_kinds_in_the_order_of_their_area.

Says: a deep start moves along the depth axis
"""

# %%
kinds_guess = ["deep", "split", "noisy"]
