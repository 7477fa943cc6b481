"""The exponent has the wrong sign. Fails: kl_weight_rises_behind_a_gate.

Says: the sigmoid falls
"""


# %%
def kl_weight(epoch, reconstruction, final=0.002, middle=4.0, width=1.0, gate=0.2):
    if reconstruction > gate:
        return 0.0
    return final / (1 + np.exp((epoch - middle) / width))
