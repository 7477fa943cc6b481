"""The exponential is above and below the fraction bar. Fails: kl_weight_rises_behind_a_gate.

Says: infinity divided by infinity is NaN
"""


# %%
def kl_weight(epoch, reconstruction, final=0.002, middle=4.0, width=1.0, gate=0.2):
    if reconstruction > gate:
        return 0.0
    e = np.exp((epoch - middle) / width)
    return final * e / (1 + e)
