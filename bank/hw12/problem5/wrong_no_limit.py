"""Has no limit. Fails: normalised_loss_stops_at_the_margin.

Says: walkers above the margin count nothing
"""


# %%
def normalised_loss(e_pos, e_neg, margin):
    return e_pos.mean() + (margin - e_neg).mean()
