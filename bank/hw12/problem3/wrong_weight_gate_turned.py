"""Opens the gate above. Fails: kl_weight_rises_behind_a_gate.

Says: the gate is open above instead of below
"""


# %%
def kl_weight(epoch, reconstruction, top=0.002, middle=4.0, width=1.0, gate=0.2):
    if reconstruction < gate:
        return 0.0
    return top / (1 + np.exp(-(epoch - middle) / width))
