"""Forgets the second part. Fails: gan_scores_are_smallest_at_the_target.

Says: one of the two parts is missing
"""


# %%
def gan_scores(d, target):
    scores = torch.zeros_like(d)
    for share, answer in ((target, d),):
        if share > 0:
            scores = scores - share * torch.log(answer)
    return scores
