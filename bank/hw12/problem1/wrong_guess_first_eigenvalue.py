"""Lets the first component alone decide. Fails: guess_hebb_time_follows_from_the_eigenvalues.

Says: the difference of the two eigenvalues
"""

# %%
hebb_guess = np.log(1 / np.tan(np.radians(1))) / 4.82
