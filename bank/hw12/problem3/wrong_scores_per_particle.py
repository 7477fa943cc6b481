"""Divides by what counts. Fails: scores_come_in_three_kinds.

Says: here the division is by all d
"""


# %%
def scores(model, x, kind, mask=None):
    with torch.no_grad():
        hidden = model.encoder(x)
        mu, logvar = model.mu(hidden), model.logvar(hidden)
        off = (model.decoder(mu) - x) ** 2
    if kind == "mse":
        return off.mean(1) if mask is None else (off * mask).sum(1) / mask.sum(1).clamp(min=1)
    if kind == "kl":
        return 0.5 * (mu**2 + logvar.exp() - logvar - 1).sum(1)
    if kind == "radius":
        return (mu**2).sum(1)
    raise ValueError(kind)
