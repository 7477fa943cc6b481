"""Drops the signal of train. Fails: impute_mass_knows_only_training_background.

Says: signal events are gone: leave them out of the average
"""


# %%
def impute_mass(train, test):
    train = {name: values[train["Label"] == 0] for name, values in train.items()}
    mass = train["DER_mass_MMC"]
    fill = mass[mass != -999].mean()
    return tuple(
        {**t, "DER_mass_MMC": np.where(t["DER_mass_MMC"] == -999, fill, t["DER_mass_MMC"])}
        for t in (train, test)
    )
