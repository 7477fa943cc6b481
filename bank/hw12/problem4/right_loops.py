"""Loops over events, columns and steps, plain Python numbers. Fails: nothing."""

# %%
import math


# %%
def prepare(train, test, n_jets):
    def rows(table, background):
        found = []
        for i in range(len(table["PRI_jet_num"])):
            jets = int(table["PRI_jet_num"][i])
            if jets == n_jets or (n_jets == 3 and jets > 3):
                if not background or table["Label"][i] == 0:
                    found.append(i)
        return found

    few, many = rows(train, True), rows(test, False)
    total, count = 0.0, 0
    for i in few:
        if train["DER_mass_MMC"][i] != -999:
            total += float(train["DER_mass_MMC"][i])
            count += 1
    x, events = [], []
    for name in train:
        if name in ("Weight", "Label") or name[-4:] == "_phi":
            continue
        both = [[float(t[name][i]) for i in r] for t, r in ((train, few), (test, many))]
        if name == "DER_mass_MMC":
            both = [[total / count if v == -999 else v for v in part] for part in both]
        if any(value != both[0][0] for value in both[0]):
            x.append(both[0])
            events.append(both[1])
    return np.array(x).T, np.array(events).reshape(len(events), len(many)).T


# %%
def elbo_loss(x, x_mu, x_logvar, mu, logvar):
    total = 0
    for j in range(x.shape[1]):
        sigma = torch.exp(0.5 * x_logvar[:, j])
        pull = (x[:, j] - x_mu[:, j]) / sigma
        total = total + torch.log(sigma) + 0.5 * pull**2 + 0.5 * math.log(2 * math.pi)
    for k in range(mu.shape[1]):
        total = total + (mu[:, k] ** 2 + torch.exp(logvar[:, k]) - 1 - logvar[:, k]) / 2
    return total


# %%
def metrics(y, pred, weights, b_reg=10):
    tp = fp = fn = tn = 0
    s, b = 0.0, b_reg
    for label, flag, weight in zip(y.tolist(), pred.tolist(), weights.tolist()):
        if flag and label:
            tp, s = tp + 1, s + weight
        elif flag:
            fp, b = fp + 1, b + weight
        elif label:
            fn += 1
        else:
            tn += 1
    root = math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
    return (
        math.sqrt(max(0, 2 * ((s + b) * math.log(1 + s / b) - s))),
        (tp + tn) / (tp + tn + fp + fn),
        tp / (tp + fp) if tp + fp > 0 else 0,
        tp / (tp + fn) if tp + fn > 0 else 0,
        2 * tp / (2 * tp + fp + fn) if 2 * tp + fp + fn > 0 else 0,
        (tp * tn - fp * fn) / root if root > 0 else 0,
    )


# %%
def train_gan(generator, discriminator, real, noise, lr=5e-4):
    optimizers = []
    for model in (discriminator, generator):
        optimizers.append(torch.optim.Adam(model.parameters(), lr=lr, betas=(0.5, 0.999)))
    losses = [[], []]
    for step in range(real.shape[0]):
        for player in (0, 1):
            optimizers[player].zero_grad()
            fake = generator(noise[step][player])
            value = 0
            if player == 0:
                for x in real[step]:
                    value = value - torch.log(discriminator(x[None])[0]) / real.shape[1]
                for x in fake.detach():
                    value = value - torch.log(1 - discriminator(x[None])[0]) / real.shape[1]
            else:
                value = -torch.log(discriminator(fake)).sum() / len(fake)
            value.backward()
            optimizers[player].step()
            losses[player].append(float(value))
    return losses[0], losses[1]


# %%
def gan_scores(d, target):
    scores = []
    for one in d.tolist():
        score = 0.0
        for share, answer in ((target, one), (1 - target, 1 - one)):
            if share > 0:
                score += share * (-math.log(answer) if answer > 0 else math.inf)
        scores.append(score)
    return np.array(scores)


# %%
def search_settings(curves, first=1):
    n, n_starts, n_epochs = curves.shape
    epochs = min(first, n_epochs)

    def loss(setting):
        total = 0.0
        for start in range(n_starts):
            one = float(curves[setting, start, epochs - 1])
            total += one if math.isfinite(one) else math.inf
        return total

    left, cost = list(range(n)), n * n_starts * epochs
    while len(left) > 1 and epochs < n_epochs:
        left.sort(key=lambda setting: (loss(setting), setting))
        left = left[: math.ceil(len(left) / 2)]
        before, epochs = epochs, min(2 * epochs, n_epochs)
        cost += len(left) * n_starts * (epochs - before)
    return min(left, key=lambda setting: (loss(setting), setting)), cost


# %%
def threshold_rows(normal, scores, y, weights):
    rows = []
    for line in range(3):
        labels, flags, loads = [], [], []
        for n in range(len(normal)):
            cut = (np.quantile(normal[n], 0.4), np.median(normal[n]), np.mean(normal[n]))[line]
            for i in range(len(scores[n])):
                labels.append(y[n][i])
                flags.append(scores[n][i] > cut)
                loads.append(weights[n][i])
        rows.append(metrics(np.array(labels), np.array(flags), np.array(loads)))
    return np.array(rows)
