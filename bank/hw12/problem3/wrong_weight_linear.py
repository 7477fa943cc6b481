"""A straight ramp. Fails: kl_weight_rises_behind_a_gate.

Says: the ramp is a straight line
"""


# %%
def kl_weight(epoch, reconstruction, final=0.002, middle=4.0, width=1.0, gate=0.2):
    if reconstruction > gate:
        return 0.0
    return final * min(max(0.5 + (epoch - middle) / (2 * width), 0), 1)
