"""Torch's losses and distributions, masked arrays, correlations. Fails: nothing."""

# %%
import torch.nn.functional as F
from torch.distributions import Independent, Normal, kl_divergence


# %%
def prepare(train, test, n_jets):
    few, many = (np.isin(t["PRI_jet_num"].clip(max=3), [n_jets]) for t in (train, test))
    few = few & (train["Label"] < 1)
    mass = np.ma.masked_equal(train["DER_mass_MMC"][few], -999)
    columns = []
    for name in [key for key in train if not key.endswith(("_phi", "Weight", "Label"))]:
        pair = [train[name][few], test[name][many]]
        if name == "DER_mass_MMC":
            pair = [np.ma.masked_equal(part, -999).filled(mass.mean()) for part in pair]
        if np.unique(pair[0]).size > 1:
            columns.append(pair)
    return [np.column_stack(parts) for parts in zip(*columns)]


# %%
def elbo_loss(x, x_mu, x_logvar, mu, logvar):
    decoder = Independent(Normal(x_mu, x_logvar.mul(0.5).exp()), 1)
    code = Independent(Normal(mu, logvar.exp().sqrt()), 1)
    prior = Independent(Normal(torch.zeros_like(mu), torch.ones_like(mu)), 1)
    return kl_divergence(code, prior) - decoder.log_prob(x)


# %%
def metrics(y, pred, weights, b_reg=10):
    flags, labels = np.asarray(pred).astype(float), np.asarray(y).astype(float)
    tp = np.dot(labels, flags)
    with np.errstate(all="ignore"):
        mcc = np.nan_to_num(np.corrcoef(labels, flags)[0, 1])
        precision, recall = np.nan_to_num(tp / np.sum(flags)), np.nan_to_num(tp / np.sum(labels))
        f1 = np.nan_to_num(2 * tp / (np.sum(flags) + np.sum(labels)))
    s, b = np.dot(weights * labels, flags), np.dot(weights * (1 - labels), flags) + b_reg
    ams = np.sqrt(2 * ((s + b) * np.log1p(s / b) - s))
    return [ams, np.mean(labels == flags), precision, recall, f1, mcc]


# %%
def train_gan(generator, discriminator, real, noise, lr=5e-4):
    ones, zeros = torch.ones_like(real[0, :, 0]), torch.zeros_like(real[0, :, 0])
    options = {"lr": lr, "betas": (0.5, 0.999)}
    judge = torch.optim.Adam(discriminator.parameters(), **options)
    forger = torch.optim.Adam(generator.parameters(), **options)
    losses = []
    for x, z in zip(real.unbind(), noise.unbind()):
        with torch.no_grad():
            fake = generator(z[0])
        judge.zero_grad(set_to_none=True)
        d_loss = F.binary_cross_entropy(discriminator(x), ones)
        d_loss = d_loss + F.binary_cross_entropy(discriminator(fake), zeros)
        d_loss.backward()
        judge.step()
        forger.zero_grad(set_to_none=True)
        g_loss = nn.BCELoss()(discriminator(generator(z[1])), ones)
        g_loss.backward()
        forger.step()
        losses.append((d_loss.item(), g_loss.item()))
    d_losses, g_losses = zip(*losses)
    return list(d_losses), list(g_losses)


# %%
def gan_scores(d, target):
    return -torch.xlogy(torch.tensor(float(target)), d) - torch.xlogy(
        torch.tensor(1.0 - target), 1 - d
    )


# %%
def search_settings(curves, first=1):
    n, n_starts, n_epochs = curves.shape
    losses = np.nan_to_num(curves, nan=np.inf, posinf=np.inf, neginf=np.inf).sum(axis=1)
    left, epochs = list(range(n)), min(first, n_epochs)
    cost = n * n_starts * epochs
    while len(left) > 1 and epochs < n_epochs:
        best = np.lexsort((left, losses[left, epochs - 1]))[: -(-len(left) // 2)]
        left = [left[i] for i in best]
        gained = min(epochs, n_epochs - epochs)
        epochs, cost = epochs + gained, cost + len(left) * n_starts * gained
    order = np.lexsort((left, losses[left, epochs - 1]))
    return left[order[0]], cost


# %%
def threshold_rows(normal, scores, y, weights):
    lines = np.array([[*np.quantile(n, [0.4, 0.5]), np.average(n)] for n in normal])
    cuts = np.repeat(lines, [len(part) for part in scores], axis=0)
    found = np.concatenate(scores)
    return np.stack(
        [metrics(np.hstack(y), np.greater(found, cut), np.hstack(weights)) for cut in cuts.T]
    )
