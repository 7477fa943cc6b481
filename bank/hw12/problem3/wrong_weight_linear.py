"""Rises in a straight line. Fails: kl_weight_rises_behind_a_gate.

Says: the ramp is a straight line
"""


# %%
def kl_weight(epoch, reconstruction, top=0.002, middle=4.0, width=1.0, gate=0.2):
    return (
        0.0 if reconstruction > gate else top * min(max(0.5 + (epoch - middle) / (2 * width), 0), 1)
    )
