"""Takes the decimal logarithm. Fails: guess_hebb_time_follows_from_the_eigenvalues.

Says: the difference of the two eigenvalues
"""

# %%
hebb_guess = 0.465
