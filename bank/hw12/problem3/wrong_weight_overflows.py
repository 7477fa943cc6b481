"""Uses math.exp, which overflows. Fails: kl_weight_rises_behind_a_gate.

Says: OverflowError: math range error
"""


# %%
def kl_weight(epoch, reconstruction, final=0.002, middle=4.0, width=1.0, gate=0.2):
    import math

    if reconstruction > gate:
        return 0.0
    return final / (1 + math.exp(-(epoch - middle) / width))
