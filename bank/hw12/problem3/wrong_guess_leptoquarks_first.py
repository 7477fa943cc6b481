"""Takes heavy leptoquarks to be seen best. Fails: guess_order_of_the_four_signals.

Says: the less a signal looks like one of the backgrounds
"""

# %%
order_guess = ["leptoquarks", "four leptons", "neutral Higgs", "charged Higgs"]
