"""Takes exactly three jets for the last table. Fails: split_by_jets_keeps_each_event_together.

Says: exactly three jets: the last table also takes four and more
"""


# %%
def split_by_jets(table):
    jets = table["PRI_jet_num"]
    return [{name: values[jets == n] for name, values in table.items()} for n in range(4)]
