"""Torch's losses and distributions; masks by torch, np.average and correlations. Fails: nothing."""

# %%
import torch.nn.functional as F
from torch.distributions import Normal, kl_divergence as divergence_of


# %%
def split_by_jets(table):
    jets = table["PRI_jet_num"]
    masks = [jets == 0, jets == 1, jets == 2, jets > 2]
    return tuple({key: table[key][mask] for key in table} for mask in masks)


# %%
def useful_columns(table):
    useful = [key for key in table if key not in {"Weight", "Label"} and not key.endswith("_phi")]
    return [key for key in useful if len(np.unique(table[key])) > 1]


# %%
def impute_mass(train, test):
    masked = np.ma.masked_values(train["DER_mass_MMC"], -999.0)
    fill = masked[train["Label"] == 0].mean()
    filled = [np.ma.masked_values(t["DER_mass_MMC"], -999.0).filled(fill) for t in (train, test)]
    return {**train, "DER_mass_MMC": filled[0]}, {**test, "DER_mass_MMC": filled[1]}


# %%
def gaussian_nll(x, mu, logvar):
    return -Normal(mu, torch.exp(logvar / 2)).log_prob(x).sum(-1)


# %%
def elbo_loss(nll, mu, logvar):
    code = Normal(mu, logvar.mul(0.5).exp())
    return nll + divergence_of(code, Normal(torch.zeros_like(mu), torch.ones_like(mu))).sum(-1)


# %%
def thresholds(errors):
    return np.percentile(errors, 40, method="lower"), np.percentile(errors, 50), np.average(errors)


# %%
def weighted_counts(y, pred, weights):
    table = np.histogram2d(
        y, np.asarray(pred, float), bins=[[-0.5, 0.5, 1.5]] * 2, weights=weights
    )[0]
    return table[1, 1], table[0, 1]


# %%
def ams(s, b, b_reg=10):
    return np.sqrt(2 * ((s + b + b_reg) * np.log1p(s / (b + b_reg)) - s))


# %%
def metrics(y, pred, weights):
    flags = np.asarray(pred).astype(float)
    tp = np.dot(y, flags)
    with np.errstate(all="ignore"):
        mcc = np.nan_to_num(np.corrcoef(y, flags)[0, 1])
        precision, recall = np.nan_to_num(tp / np.sum(flags)), np.nan_to_num(tp / np.sum(y))
        f1 = np.nan_to_num(2 * tp / (np.sum(flags) + np.sum(y)))
    s, b = np.dot(weights * y, flags), np.dot(weights * (1 - y), flags)
    return dict(
        accuracy=np.mean(y == flags),
        precision=precision,
        recall=recall,
        F1=f1,
        MCC=mcc,
        AMS=np.sqrt(2 * ((s + b + 10) * np.log1p(s / (b + 10)) - s)),
    )


# %%
def discriminator_loss(d_real, d_fake):
    real = F.binary_cross_entropy(d_real, torch.ones_like(d_real))
    return real + F.binary_cross_entropy(d_fake, torch.zeros_like(d_fake))


# %%
def generator_loss(d_fake):
    return F.binary_cross_entropy(d_fake, torch.ones_like(d_fake))


# %%
def gan_scores(d, t):
    return F.binary_cross_entropy(d, torch.full_like(d, t), reduction="none")
