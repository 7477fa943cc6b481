"""Asks the test sample for labels. Fails: impute_mass_knows_only_training_background.

Says: a name that the dictionary does not hold
"""


# %%
def impute_mass(train, test):
    mass = train["DER_mass_MMC"]
    fill = mass[(mass != -999) & (train["Label"] == 0)].mean()
    return tuple(
        {
            "DER_mass_MMC": np.where(t["DER_mass_MMC"] == -999, fill, t["DER_mass_MMC"]),
            "Label": t["Label"],
            **{n: v for n, v in t.items() if n not in ("DER_mass_MMC", "Label")},
        }
        for t in (train, test)
    )
