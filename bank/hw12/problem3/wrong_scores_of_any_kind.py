"""Answers to any word. Fails: scores_come_in_three_kinds.

Says: raise ValueError
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
        return 0.5 * (mu**2 + logvar.exp() - logvar - 1).sum(1)
    if kind == "radius":
        return (mu**2).sum(1)
    return (mu**2).sum(1)
