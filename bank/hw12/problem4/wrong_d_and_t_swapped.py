"""Takes the logarithms of t. Fails: gan_scores_are_cross_entropies_with_t.

Says: d and t are swapped: the logarithms are those of d
"""


# %%
def gan_scores(d, t):
    t = min(max(float(t), 1e-30), 1.0)
    return -d * np.log(t) - (1 - d) * np.log(max(1 - t, 1e-30))
