"""Calls the model as a whole. Fails: scores_come_in_three_kinds.

Says: this model has nothing else
"""


# %%
def scores(model, x, kind, mask=None):
    with torch.no_grad():
        xhat, mu, logvar = model(x)
    if kind == "mse":
        off = (xhat - x) ** 2
        return (off if mask is None else off * mask).mean(1)
    if kind == "kl":
        return 0.5 * (mu**2 + logvar.exp() - logvar - 1).sum(1)
    if kind == "radius":
        return (mu**2).sum(1)
    raise ValueError(kind)
