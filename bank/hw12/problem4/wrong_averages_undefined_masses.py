"""Averages −999 along. Fails: impute_mass_knows_only_training_background.

Says: the −999 are averaged along: leave them out of the average
"""


# %%
def impute_mass(train, test):
    fill = train["DER_mass_MMC"][train["Label"] == 0].mean()
    return tuple(
        {**t, "DER_mass_MMC": np.where(t["DER_mass_MMC"] == -999, fill, t["DER_mass_MMC"])}
        for t in (train, test)
    )
