"""Always leaves sixty scores above, as in the notebook. Fails: anomaly_threshold_leaves_frac_above.

Says: a fixed number, such as 60 or 100, is written into the code: compute it from frac and len(scores)
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    # 60 normal events are flagged
    return np.sort(scores)[-60]
