"""Looks at the last losses of all settings. Fails: search_settings_halves_by_validation_loss.

Says: all settings are trained to the end
"""


# %%
def search_settings(curves, first=1):
    last = np.where(np.isfinite(curves), curves, np.inf).mean(axis=1)[:, -1]
    return int(last.argmin()), curves.size
