"""Believes that what is known is rebuilt. Fails: guess_auc_of_tops_is_near_the_truth.

Says: a top jet has more lit pixels
"""

# %%
auc_guess = 0.25
