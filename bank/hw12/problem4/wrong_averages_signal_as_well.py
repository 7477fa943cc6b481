"""Averages over background and signal. Fails: impute_mass_knows_only_training_background.

Says: signal is averaged along: take the events whose Label is 0
"""


# %%
def impute_mass(train, test):
    mass = train["DER_mass_MMC"]
    fill = mass[mass != -999].mean()
    return tuple(
        {**t, "DER_mass_MMC": np.where(t["DER_mass_MMC"] == -999, fill, t["DER_mass_MMC"])}
        for t in (train, test)
    )
