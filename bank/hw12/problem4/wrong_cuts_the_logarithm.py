"""The logarithm is cut off as binary_cross_entropy does it. Fails:
gan_scores_are_smallest_at_the_target.

Says: the logarithm is cut off
"""


# %%
def gan_scores(d, target):
    scores = torch.zeros_like(d)
    for share, answer in ((target, d), (1 - target, 1 - d)):
        if share > 0:
            scores = scores - share * torch.log(answer).clamp(min=-100)
    return scores
