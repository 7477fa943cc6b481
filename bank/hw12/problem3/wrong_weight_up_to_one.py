"""Forgets top. Fails: kl_weight_rises_behind_a_gate.

Says: top is not used
"""


# %%
def kl_weight(epoch, reconstruction, top=0.002, middle=4.0, width=1.0, gate=0.2):
    return 0.0 if reconstruction > gate else 1 / (1 + np.exp(-(epoch - middle) / width))
