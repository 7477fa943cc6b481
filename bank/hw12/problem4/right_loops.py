"""Loops over events and columns, plain Python numbers. Fails: nothing."""


# %%
def split_by_jets(table):
    tables = []
    for n in range(4):
        rows = []
        for i in range(len(table["PRI_jet_num"])):
            number = int(table["PRI_jet_num"][i])
            if number == n or (n == 3 and number > 3):
                rows.append(i)
        tables.append({name: np.array([values[i] for i in rows]) for name, values in table.items()})
    return tables


# %%
def useful_columns(table):
    names = []
    for name in table:
        if name == "Weight" or name == "Label" or name[-4:] == "_phi":
            continue
        first = table[name][0]
        for value in table[name]:
            if value != first:
                names.append(name)
                break
    return names


# %%
def impute_mass(train, test):
    total, count = 0.0, 0
    for mass, label in zip(train["DER_mass_MMC"], train["Label"]):
        if label == 0 and mass != -999:
            total += float(mass)
            count += 1
    result = []
    for table in (train, test):
        new = dict(table)
        new["DER_mass_MMC"] = np.array(
            [total / count if m == -999 else m for m in table["DER_mass_MMC"]]
        )
        result.append(new)
    return result


# %%
def gaussian_nll(x, mu, logvar):
    total = 0
    for j in range(x.shape[1]):
        sigma = torch.exp(0.5 * logvar[:, j])
        total = (
            total
            + torch.log(sigma)
            + 0.5 * ((x[:, j] - mu[:, j]) / sigma) ** 2
            + 0.5 * np.log(2 * np.pi)
        )
    return total


# %%
def elbo_loss(nll, mu, logvar):
    losses = nll
    for k in range(mu.shape[1]):
        losses = losses + (mu[:, k] ** 2 + torch.exp(logvar[:, k]) - 1 - logvar[:, k]) / 2
    return losses


# %%
def thresholds(errors):
    ordered = sorted(float(error) for error in errors)
    n = len(ordered)
    return [ordered[int(0.4 * n)], (ordered[(n - 1) // 2] + ordered[n // 2]) / 2, sum(ordered) / n]


# %%
def weighted_counts(y, pred, weights):
    s = b = 0.0
    for label, flag, weight in zip(y, pred, weights):
        if flag and label == 1:
            s += weight
        elif flag:
            b += weight
    return s, b


# %%
import math


# %%
def ams(s, b, b_reg=10):
    b = b + b_reg
    return math.sqrt(max(0.0, 2 * ((s + b) * math.log((s + b) / b) - s)))


# %%
def metrics(y, pred, weights):
    tp = fp = fn = tn = 0
    s, b = 0.0, 10.0
    for label, flag, weight in zip(y, pred, weights):
        if flag and label:
            tp, s = tp + 1, s + weight
        elif flag:
            fp, b = fp + 1, b + weight
        elif label:
            fn += 1
        else:
            tn += 1
    root = math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
    return {
        "AMS": math.sqrt(2 * ((s + b) * math.log(1 + s / b) - s)),
        "MCC": (tp * tn - fp * fn) / root if root > 0 else 0,
        "F1": 2 * tp / (2 * tp + fp + fn) if 2 * tp + fp + fn > 0 else 0,
        "recall": tp / (tp + fn) if tp + fn > 0 else 0,
        "precision": tp / (tp + fp) if tp + fp > 0 else 0,
        "accuracy": (tp + tn) / (tp + tn + fp + fn),
    }


# %%
def discriminator_loss(d_real, d_fake):
    real = sum(-torch.log(d) for d in d_real) / len(d_real)
    fake = sum(-torch.log(1 - d) for d in d_fake) / len(d_fake)
    return real + fake


# %%
def generator_loss(d_fake):
    return sum(-torch.log(d) for d in d_fake) / len(d_fake)


# %%
def gan_scores(d, t):
    return torch.stack([-t * torch.log(one) - (1 - t) * torch.log(1 - one) for one in d])
