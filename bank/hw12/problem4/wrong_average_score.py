"""One number for all events. Fails: gan_scores_are_smallest_at_the_target.

Says: one number is returned for all, where one for each is wanted
"""


# %%
def gan_scores(d, target):
    scores = torch.zeros_like(d)
    for share, answer in ((target, d), (1 - target, 1 - d)):
        if share > 0:
            scores = scores - share * torch.log(answer)
    return scores.mean()
