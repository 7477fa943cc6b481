"""Has the sign wrong. Fails: normalised_loss_stops_at_the_margin.

Says: the difference has the wrong sign
"""


# %%
def normalised_loss(e_pos, e_neg, margin):
    return e_pos.mean() + torch.relu(e_neg - margin).mean()
