"""Takes the limit of the mean. Fails: normalised_loss_stops_at_the_margin.

Says: the limit comes before the mean
"""


# %%
def normalised_loss(e_pos, e_neg, margin):
    return e_pos.mean() + torch.relu(margin - e_neg.mean())
