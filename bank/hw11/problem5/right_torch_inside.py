"""Torch inside in single precision, tensors returned. Fails: nothing."""


# %%
def precision_recall(y_true, y_pred):
    truth = torch.from_numpy(y_true).bool()
    flags = torch.as_tensor(y_pred).bool()
    tp = (truth & flags).sum().float()
    zero = torch.zeros(())
    precision = tp / flags.sum() if flags.any() else zero
    recall = tp / truth.sum() if truth.any() else zero
    return torch.stack([precision, recall])


# %%
def f1_score(precision, recall):
    p, r = torch.as_tensor(precision).float(), torch.as_tensor(recall).float()
    f1 = 2 * p * r / (p + r)
    return torch.nan_to_num(f1, nan=0.0)


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    low, high = float(scores_normal.min()), float(scores_normal.max())
    grid = torch.linspace(low, high, n_steps, dtype=torch.float64)
    f1 = torch.stack(
        [torch.as_tensor(f1_score(*precision_recall(y_all, scores_all > t.item()))) for t in grid]
    )
    best = torch.argmax(f1)
    return grid[best], f1[best]
