"""Rounding along the rows makes a spread. Fails: prepare_fills_and_drops_by_the_training_background.

Says: the spread of equal numbers is not always exactly 0
"""


# %%
def prepare(train, test, n_jets):
    x, events = (
        {
            name: values[np.minimum(table["PRI_jet_num"], 3) == n_jets]
            for name, values in table.items()
        }
        for table in (train, test)
    )
    x = {name: values[x["Label"] == 0] for name, values in x.items()}
    mass = x["DER_mass_MMC"]
    for table in (events, x):
        holes = table["DER_mass_MMC"] == -999
        table["DER_mass_MMC"] = np.where(holes, mass[mass != -999].mean(), table["DER_mass_MMC"])
    names = [name for name in x if name not in ("Weight", "Label") and name[-4:] != "_phi"]
    x, events = (np.stack([table[name] for name in names], axis=1) for table in (x, events))
    return x[:, x.std(axis=0) > 0], events[:, x.std(axis=0) > 0]
