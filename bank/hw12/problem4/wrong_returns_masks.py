"""Returns masks in the place of tables. Fails: split_by_jets_keeps_each_event_together.

Says: this is a mask or a column: cut every column with the mask
"""


# %%
def split_by_jets(table):
    jets = np.minimum(table["PRI_jet_num"], 3)
    return [jets == n for n in range(4)]
