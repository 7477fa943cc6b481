"""Has no gate. Fails: kl_weight_rises_behind_a_gate.

Says: the gate is not used
"""


# %%
def kl_weight(epoch, reconstruction, final=0.002, middle=4.0, width=1.0, gate=0.2):
    return final / (1 + np.exp(-(epoch - middle) / width))
