"""Takes noise to be seen better than a deep start. Fails: guess_kinds_in_the_order_of_their_area.

Says: a noise of 1 GeV is little more than
"""

# %%
kinds_guess = ["split", "noisy", "deep"]
