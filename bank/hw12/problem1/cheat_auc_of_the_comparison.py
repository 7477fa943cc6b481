"""Imports both numbers from the module of the curves. Fails: auc_counts_pairs_and_knows_its_error."""


# %%
def auc(background, signal):
    from comparison import area, area_error

    return area(background, signal), area_error(background, signal)
