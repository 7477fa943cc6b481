"""Infinite logarithms are replaced by the largest number. Fails:
gan_scores_are_smallest_at_the_target.

Says: infinite scores are replaced
"""


# %%
def gan_scores(d, target):
    scores = torch.zeros_like(d)
    for share, answer in ((target, d), (1 - target, 1 - d)):
        if share > 0:
            scores = scores - share * torch.nan_to_num(torch.log(answer))
    return scores
