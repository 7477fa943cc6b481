"""Cuts the number of jets, and leaves the other columns whole. Fails: split_by_jets_keeps_each_event_together.

Says: this column is not cut: choose the events in every column
"""


# %%
def split_by_jets(table):
    jets = np.minimum(table["PRI_jet_num"], 3)
    return [{**table, "PRI_jet_num": table["PRI_jet_num"][jets == n]} for n in range(4)]
