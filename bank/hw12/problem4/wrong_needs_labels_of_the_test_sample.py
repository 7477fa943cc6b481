"""Takes the background of the test sample, which data cannot tell. Fails:
prepare_fills_and_drops_by_the_training_background.

Says: KeyError
"""


# %%
def prepare(train, test, n_jets):
    tables = []
    for table in (train, test):
        rows = np.minimum(table["PRI_jet_num"], 3) == n_jets
        tables.append({name: values[rows] for name, values in table.items()})
    x, events = tables
    background = x["Label"] == 0
    events["Label"].sum()
    x = {name: values[background] for name, values in x.items()}
    mass = x["DER_mass_MMC"]
    fill = mass[mass != -999].mean()
    for table in (x, events):
        table["DER_mass_MMC"] = np.where(table["DER_mass_MMC"] == -999, fill, table["DER_mass_MMC"])
    names = [n for n in x if n not in ("Weight", "Label") and not n.endswith("_phi")]
    names = [n for n in names if np.unique(x[n]).size > 1]
    return np.column_stack([x[n] for n in names]), np.column_stack([events[n] for n in names])
