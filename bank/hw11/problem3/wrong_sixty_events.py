"""Always leaves sixty scores above, as in the notebook. Fails: anomaly_threshold_leaves_frac_above.

Says: the number of events is fixed
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    # 60 normal events are flagged
    return np.sort(scores)[-60]
