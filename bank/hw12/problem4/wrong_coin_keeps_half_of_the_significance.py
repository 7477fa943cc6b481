"""Takes half of the significance of all events. Fails: coin_guess_of_the_average_significance.

Says: s/√b is then
"""

# %%
coin_guess = 0.54
