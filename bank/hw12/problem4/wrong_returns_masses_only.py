"""Returns the columns alone. Fails: impute_mass_knows_only_training_background.

Says: return the whole tables, not only the masses
"""


# %%
def impute_mass(train, test):
    mass = train["DER_mass_MMC"]
    fill = mass[(mass != -999) & (train["Label"] == 0)].mean()
    return tuple(
        np.where(t["DER_mass_MMC"] == -999, fill, t["DER_mass_MMC"]) for t in (train, test)
    )
