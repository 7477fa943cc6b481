"""Fills all columns. Fails: prepare_fills_and_drops_by_the_training_background.

Says: every column is filled
"""


# %%
def prepare(train, test, n_jets):
    def chosen(table, rows):
        return {name: values[rows] for name, values in table.items()}

    x = chosen(train, (np.minimum(train["PRI_jet_num"], 3) == n_jets) & (train["Label"] == 0))
    events = chosen(test, np.minimum(test["PRI_jet_num"], 3) == n_jets)
    mass = x["DER_mass_MMC"]
    fill = mass[mass != -999].mean()
    names = [n for n in x if n not in ("Weight", "Label") and not n.endswith("_phi")]
    filled = {n: np.where(x[n] == -999, fill, x[n]) for n in names}
    names = [n for n in names if filled[n].min() < filled[n].max()]
    both = [np.stack([table[n] for n in names], axis=1) for table in (x, events)]
    return tuple(np.where(part == -999, fill, part) for part in both)
