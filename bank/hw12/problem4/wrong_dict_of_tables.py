"""Returns a dict from the number of jets to the table. Fails: split_by_jets_keeps_each_event_together.

Says: return a list
"""


# %%
def split_by_jets(table):
    jets = np.minimum(table["PRI_jet_num"], 3)
    return {n: {name: v[jets == n] for name, v in table.items()} for n in range(4)}
