"""Believes that the gate opens. Fails: guess_divergence_behind_the_gate_of_the_slides.

Says: the gate never opens
"""

# %%
divergence_guess = "settles at a few nats"
