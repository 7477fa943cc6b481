"""Gives the recall four times the weight. Fails: f1_score_is_the_harmonic_mean.

Says: precision and recall have different weights here: in F1 both weigh the same
"""


# %%
def f1_score(precision, recall, beta=2):
    below = beta**2 * precision + recall
    return (1 + beta**2) * precision * recall / below if below else 0.0
