"""Takes the answers for evenly distributed. Fails: flags_guess_of_the_perfect_game.

Says: the best discriminator answers
"""

# %%
flags_guess = "about 20 %"
