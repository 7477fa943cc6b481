"""Fills with the weighted average. Fails: prepare_fills_and_drops_by_the_training_background.

Says: weights play no part here
"""


# %%
def prepare(train, test, n_jets):
    def chosen(table, rows):
        return {name: values[rows] for name, values in table.items()}

    x = chosen(train, (np.minimum(train["PRI_jet_num"], 3) == n_jets) & (train["Label"] == 0))
    events = chosen(test, np.minimum(test["PRI_jet_num"], 3) == n_jets)
    mass = x["DER_mass_MMC"]
    known = mass != -999
    fill = np.average(mass[known], weights=x["Weight"][known])
    names = [n for n in x if n not in ("Weight", "Label") and not n.endswith("_phi")]
    filled = {n: np.where((x[n] == -999) & (n == "DER_mass_MMC"), fill, x[n]) for n in names}
    names = [n for n in names if filled[n].min() < filled[n].max()]
    mass = np.where(events["DER_mass_MMC"] == -999, fill, events["DER_mass_MMC"])
    tables = filled, events | {"DER_mass_MMC": mass}
    return tuple(np.stack([table[n] for n in names], axis=1) for table in tables)
