"""The target has two digits. Fails: gan_scores_are_smallest_at_the_target.

Says: target is rounded
"""


# %%
def gan_scores(d, target):
    target = round(target, 2)
    scores = torch.zeros_like(d)
    for share, answer in ((target, d), (1 - target, 1 - d)):
        if share > 0:
            scores = scores - share * torch.log(answer)
    return scores
