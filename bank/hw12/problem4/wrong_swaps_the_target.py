"""Exchanges target and 1 − target. Fails: gan_scores_are_smallest_at_the_target.

Says: target belongs to log d
"""


# %%
def gan_scores(d, target):
    scores = torch.zeros_like(d)
    for share, answer in ((1 - target, d), (target, 1 - d)):
        if share > 0:
            scores = scores - share * torch.log(answer)
    return scores
