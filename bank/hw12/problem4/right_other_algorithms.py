"""Sorting and searching, logits, integrals, columns without a loop. Fails: nothing."""


# %%
def split_by_jets(table):
    order = np.argsort(np.minimum(table["PRI_jet_num"], 3), kind="stable")
    cuts = np.searchsorted(np.minimum(table["PRI_jet_num"], 3)[order], [1, 2, 3])
    columns = {name: np.split(values[order], cuts) for name, values in table.items()}
    return [{name: parts[n] for name, parts in columns.items()} for n in range(4)]


# %%
import re


def useful_columns(table):
    def useful(name):
        return not re.search(r"_phi$|^Weight$|^Label$", name) and bool(
            np.any(table[name][1:] != table[name][:-1])
        )

    return list(filter(useful, table))


# %%
def impute_mass(train, test):
    mass = train["DER_mass_MMC"]
    good = (mass > -998) & ~(train["Label"] > 0)
    fill = np.average(mass, weights=good)
    out = []
    for table in (train, test):
        column = table["DER_mass_MMC"].copy()
        np.putmask(column, column < -998, fill)
        out.append(
            {name: column if name == "DER_mass_MMC" else values for name, values in table.items()}
        )
    return tuple(out)


# %%
def gaussian_nll(x, mu, logvar):
    z = (x - mu) * torch.exp(-logvar / 2)
    return (
        torch.einsum("ij,ij->i", z, z) / 2
        + logvar.sum(1) / 2
        + 0.5 * x.shape[1] * np.log(2 * np.pi)
    )


# %%
def elbo_loss(nll, mu, logvar):
    return (
        nll
        + 0.5 * (torch.expm1(logvar) - logvar).sum(1)
        + 0.5 * torch.linalg.vector_norm(mu, dim=1) ** 2
    )


# %%
def thresholds(errors):
    n = len(errors)
    order = np.partition(errors, [n * 2 // 5 - 1, n // 2])
    return order[n * 2 // 5 - 1], order[n // 2], errors.sum() / n


# %%
def weighted_counts(y, pred, weights):
    b, s = np.bincount(y, weights=np.where(pred, weights, 0.0), minlength=2)
    return s, b


# %%
def ams(s, b, b_reg=10):
    # Twice the integral of the logarithm from 0 to s.
    t = (np.arange(4000) + 0.5) / 4000 * s
    return np.sqrt(2 * np.mean(np.log(1 + t / (b + b_reg))) * s)


# %%
def metrics(y, pred, weights):
    joint = np.bincount(2 * np.asarray(y, int) + np.asarray(pred, int), minlength=4).astype(float)
    tn, fp, fn, tp = joint
    tiny = 1e-300
    s, b = (
        weights[(y == 1) * np.asarray(pred, bool)].sum(),
        weights[(y == 0) * np.asarray(pred, bool)].sum() + 10,
    )
    spread = np.exp(0.5 * np.sum(np.log(np.array([tp + fp, tp + fn, tn + fp, tn + fn]) + tiny)))
    return {
        "accuracy": np.trace(joint.reshape(2, 2)) / joint.sum(),
        "precision": tp / max(tp + fp, tiny),
        "recall": tp / max(tp + fn, tiny),
        "F1": tp / max(tp + (fp + fn) / 2, tiny),
        "MCC": (tp * tn - fp * fn) / spread if tp * tn != fp * fn else 0.0,
        "AMS": np.sqrt(2 * ((s + b) * np.log((s + b) / b) - s)),
    }


# %%
def discriminator_loss(d_real, d_fake):
    softplus = nn.functional.softplus
    return softplus(-torch.logit(d_real)).mean() + softplus(torch.logit(d_fake)).mean()


# %%
def generator_loss(d_fake):
    return nn.functional.softplus(-torch.logit(d_fake)).sum() / d_fake.numel()


# %%
def gan_scores(d, t):
    logit = torch.log(d / (1 - d))
    return (nn.functional.softplus(logit) - t * logit).numpy()
