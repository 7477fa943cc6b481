"""Takes scores that are close for a tie. Fails: auc_counts_pairs_and_knows_its_error.

Says: only equal scores are one
"""


# %%
def auc(background, signal):
    s, b = signal[:, None], background[None, :]
    wins = np.where(np.isclose(s, b), 0.5, s > b)
    of_signal, of_background = wins.mean(axis=1), wins.mean(axis=0)
    variance = of_signal.var(ddof=1) / len(signal) + of_background.var(ddof=1) / len(background)
    return wins.mean(), np.sqrt(variance)
