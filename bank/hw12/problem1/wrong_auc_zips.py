"""Compares each signal event with one background event. Fails: auc_counts_pairs_and_knows_its_error.

Says: as by zip
"""


# %%
def auc(background, signal):
    wins = (signal[:, None] > background) + (signal[:, None] == background) / 2
    p, q = wins.mean(axis=1), wins.mean(axis=0)
    area = np.mean([1.0 if s > b else 0.5 if s == b else 0.0 for s, b in zip(signal, background)])
    return area, np.sqrt(p.var(ddof=1) / len(p) + q.var(ddof=1) / len(q))
