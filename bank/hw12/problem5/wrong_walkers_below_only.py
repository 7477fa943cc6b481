"""Averages over walkers below the margin. Fails: normalised_loss_stops_at_the_margin.

Says: only walkers below the margin are averaged
"""


# %%
def normalised_loss(e_pos, e_neg, margin):
    lack = margin - e_neg
    low = lack[lack > 0]
    return e_pos.mean() + (low.mean() if len(low) else 0)
