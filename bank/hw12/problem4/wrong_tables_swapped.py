"""Returns the test table first. Fails: impute_mass_knows_only_training_background.

Says: the tables are swapped: return train first
"""


# %%
def impute_mass(train, test):
    mass = train["DER_mass_MMC"]
    fill = mass[(mass != -999) & (train["Label"] == 0)].mean()
    return tuple(
        {**t, "DER_mass_MMC": np.where(t["DER_mass_MMC"] == -999, fill, t["DER_mass_MMC"])}
        for t in (test, train)
    )
