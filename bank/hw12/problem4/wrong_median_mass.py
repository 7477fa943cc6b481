"""Takes the median. Fails: impute_mass_knows_only_training_background.

Says: this is a median: take the average
"""


# %%
def impute_mass(train, test):
    mass = train["DER_mass_MMC"]
    fill = np.median(mass[(mass != -999) & (train["Label"] == 0)])
    return tuple(
        {**t, "DER_mass_MMC": np.where(t["DER_mass_MMC"] == -999, fill, t["DER_mass_MMC"])}
        for t in (train, test)
    )
