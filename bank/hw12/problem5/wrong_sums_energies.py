"""Sums. Fails: normalised_loss_stops_at_the_margin.

Says: these are sums
"""


# %%
def normalised_loss(e_pos, e_neg, margin):
    return e_pos.sum() + torch.relu(margin - e_neg).sum()
