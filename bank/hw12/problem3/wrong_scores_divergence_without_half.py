"""Forgets the half. Fails: scores_come_in_three_kinds.

Says: the factor ½ is missing
"""


# %%
def scores(model, x, kind, mask=None):
    with torch.no_grad():
        hidden = model.encoder(x)
        mu, logvar = model.mu(hidden), model.logvar(hidden)
        off = (model.decoder(mu) - x) ** 2
    if kind == "mse":
        return (off if mask is None else off * mask).mean(1)
    if kind == "kl":
        return (mu**2 + logvar.exp() - logvar - 1).sum(1)
    if kind == "radius":
        return (mu**2).sum(1)
    raise ValueError(kind)
