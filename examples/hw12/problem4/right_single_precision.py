"""Everything in 32 bits where that is enough, helpers in own cells. Fails: nothing."""


# %%
def of_set(table, n_jets):
    rows = np.flatnonzero(np.clip(table["PRI_jet_num"], 0, 3).astype(np.int8) == n_jets)
    return {name: np.take(values, rows) for name, values in table.items()}


# %%
def prepare(train, test, n_jets):
    few, events = of_set(train, n_jets), of_set(test, n_jets)
    few = {name: values[few["Label"] == 0] for name, values in few.items()}
    mass = np.where(few["DER_mass_MMC"] == -999, np.nan, few["DER_mass_MMC"])
    few["DER_mass_MMC"] = np.where(np.isnan(mass), np.nanmean(mass), mass)
    events["DER_mass_MMC"] = np.where(
        events["DER_mass_MMC"] == -999, np.nanmean(mass), events["DER_mass_MMC"]
    )
    names = [n for n in few if n not in ("Weight", "Label") and n[-4:] != "_phi"]
    names = [n for n in names if np.ptp(few[n]) > 0]
    return tuple(
        np.stack([table[n] for n in names], axis=-1).astype(np.float32) for table in (few, events)
    )


# %%
def elbo_loss(x, x_mu, x_logvar, mu, logvar):
    x, x_mu, x_logvar, mu, logvar = (t.float() for t in (x, x_mu, x_logvar, mu, logvar))
    nll = 0.5 * ((x - x_mu).pow(2) * (-x_logvar).exp() + x_logvar).sum(1) + x.shape[1] * 0.9189385
    return nll - 0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp(), dim=-1)


# %%
def metrics(y, pred, weights, b_reg=10):
    y, p = np.asarray(y).astype(bool), np.asarray(pred).astype(bool)
    tp, fp, fn, tn = (np.float64(np.count_nonzero(m)) for m in (y & p, ~y & p, y & ~p, ~y & ~p))
    s, b = weights[y & p].sum(), weights[~y & p].sum() + b_reg

    def ratio(top, bottom):
        return np.float32(top / bottom) if bottom > 0 else 0.0

    precision, recall = ratio(tp, tp + fp), ratio(tp, tp + fn)
    root = np.sqrt(tp + fp) * np.sqrt(tp + fn) * np.sqrt(tn + fp) * np.sqrt(tn + fn)
    return (
        float((2 * ((s + b) * np.log((s + b) / b) - s)) ** 0.5),
        ratio(tp + tn, len(y)),
        precision,
        recall,
        ratio(2 * precision * recall, precision + recall),
        ratio(tp * tn - fp * fn, root),
    )


# %%
def train_gan(generator, discriminator, real, noise, lr=5e-4):
    d_optimizer = torch.optim.Adam(discriminator.parameters(), lr=lr, betas=(0.5, 0.999))
    g_optimizer = torch.optim.Adam(generator.parameters(), lr=lr, betas=(0.5, 0.999))
    d_losses, g_losses = [], []
    for x, (first, second) in zip(real, noise):
        d_optimizer.zero_grad()
        d_real, d_fake = discriminator(x).float(), discriminator(generator(first).detach()).float()
        d_loss = -(d_real.log().mean() + (1 - d_fake).log().mean())
        d_loss.backward()
        d_optimizer.step()
        g_optimizer.zero_grad()
        g_loss = -discriminator(generator(second)).float().log().mean()
        g_loss.backward()
        g_optimizer.step()
        d_losses += [d_loss.item()]
        g_losses += [g_loss.item()]
    return d_losses, g_losses


# %%
def gan_scores(d, target):
    d = d.float()
    real = -target * d.log() if target > 0 else 0 * d
    return real - (1 - target) * (1 - d).log() if target < 1 else real


# %%
def search_settings(curves, first=1):
    n, n_starts, n_epochs = curves.shape
    epochs, left = min(first, n_epochs), [*range(n)]
    cost = n * n_starts * epochs

    def ranked():
        losses = curves[left, :, epochs - 1].mean(axis=1)
        losses[~np.isfinite(losses)] = np.inf
        return [left[i] for i in np.argsort(losses, kind="stable")]

    while len(left) > 1 and epochs < n_epochs:
        left = sorted(ranked()[: (len(left) + 1) // 2])
        cost -= len(left) * n_starts * epochs
        epochs = min(2 * epochs, n_epochs)
        cost += len(left) * n_starts * epochs
    return ranked()[0], cost


# %%
def threshold_rows(normal, scores, y, weights):
    lines = [lambda e: np.quantile(e, 0.4), lambda e: np.quantile(e, 0.5), np.mean]
    rows = np.zeros((3, 6))
    for i, line in enumerate(lines):
        flags = np.concatenate([s > line(n) for n, s in zip(normal, scores)])
        rows[i] = metrics(np.concatenate(y), flags, np.concatenate(weights))
    return rows
