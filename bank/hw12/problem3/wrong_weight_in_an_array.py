"""Returns an array with one number. Fails: kl_weight_rises_behind_a_gate.

Says: return weight by itself, without a list or an axis around it
"""


# %%
def kl_weight(epoch, reconstruction, final=0.002, middle=4.0, width=1.0, gate=0.2):
    return np.where([reconstruction > gate], 0.0, final / (1 + np.exp(-(epoch - middle) / width)))
