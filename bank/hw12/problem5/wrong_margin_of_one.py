"""Ignores the margin. Fails: normalised_loss_stops_at_the_margin.

Says: the margin is not used
"""


# %%
def normalised_loss(e_pos, e_neg, margin):
    return e_pos.mean() + torch.relu(1 - e_neg).mean()
