"""Forgets final. Fails: kl_weight_rises_behind_a_gate.

Says: final is not used
"""


# %%
def kl_weight(epoch, reconstruction, final=0.002, middle=4.0, width=1.0, gate=0.2):
    if reconstruction > gate:
        return 0.0
    return 1 / (1 + np.exp(-(epoch - middle) / width))
