"""Returns after the first turn of the loop. Fails: split_by_jets_keeps_each_event_together.

Says: return the list after the loop, not in it
"""


# %%
def split_by_jets(table):
    tables = []
    for n in range(4):
        mask = np.minimum(table["PRI_jet_num"], 3) == n
        tables.append({name: values[mask] for name, values in table.items()})
        return tables
