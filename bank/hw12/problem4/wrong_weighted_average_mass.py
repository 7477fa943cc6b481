"""Weights the average. Fails: impute_mass_knows_only_training_background.

Says: the average is weighted: every event counts once
"""


# %%
def impute_mass(train, test):
    chosen = (train["DER_mass_MMC"] != -999) & (train["Label"] == 0)
    fill = np.average(train["DER_mass_MMC"][chosen], weights=train["Weight"][chosen])
    return tuple(
        {**t, "DER_mass_MMC": np.where(t["DER_mass_MMC"] == -999, fill, t["DER_mass_MMC"])}
        for t in (train, test)
    )
