"""Takes the error of Hanley and McNeil. Fails: auc_counts_pairs_and_knows_its_error.

Says: this is another formula for the error
"""


# %%
def auc(background, signal):
    wins = (signal[:, None] > background) + 0.5 * (signal[:, None] == background)
    p, q = wins.mean(axis=1), wins.mean(axis=0)

    area, m, n = wins.mean(), len(signal), len(background)
    q1, q2 = area / (2 - area), 2 * area**2 / (1 + area)
    variance = area * (1 - area) + (m - 1) * (q1 - area**2) + (n - 1) * (q2 - area**2)
    return area, np.sqrt(max(variance, 0) / (m * n))
