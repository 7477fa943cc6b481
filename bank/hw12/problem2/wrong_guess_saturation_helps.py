"""Believes that saturation helps. Fails: guess_activation_compares_networks_at_one_loss.

Says: what differs after 400 steps is how far each has learned
"""

# %%
activation_guess = "better by more than 0.05"
