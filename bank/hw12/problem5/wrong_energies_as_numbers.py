"""Returns a number. Fails: normalised_loss_stops_at_the_margin.

Says: a network is to be trained with this loss
"""


# %%
def normalised_loss(e_pos, e_neg, margin):
    return float(e_pos.mean() + torch.relu(margin - e_neg).mean())
