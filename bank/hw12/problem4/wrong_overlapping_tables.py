"""Asks for at least n jets in each table. Fails: split_by_jets_keeps_each_event_together.

Says: the tables overlap: an event goes into one of them
"""


# %%
def split_by_jets(table):
    return [{name: v[table["PRI_jet_num"] >= n] for name, v in table.items()} for n in range(4)]
