"""Leaves −999 out of each column. Fails: split_by_jets_keeps_each_event_together.

Says: values that are undefined, or zero, are left out: keep every event
"""


# %%
def split_by_jets(table):
    jets = np.minimum(table["PRI_jet_num"], 3)
    return [{name: v[(jets == n) & (v != -999)] for name, v in table.items()} for n in range(4)]
