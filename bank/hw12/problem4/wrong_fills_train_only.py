"""Leaves the holes of the test sample. Fails: impute_mass_knows_only_training_background.

Says: nothing is filled in
"""


# %%
def impute_mass(train, test):
    mass = train["DER_mass_MMC"]
    fill = mass[(mass != -999) & (train["Label"] == 0)].mean()
    return {**train, "DER_mass_MMC": np.where(mass == -999, fill, mass)}, test
