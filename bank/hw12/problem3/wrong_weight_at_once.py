"""Gives top at once. Fails: kl_weight_rises_behind_a_gate.

Says: it rises along a sigmoid
"""


# %%
def kl_weight(epoch, reconstruction, top=0.002, middle=4.0, width=1.0, gate=0.2):
    return top if reconstruction < gate else 0.0
