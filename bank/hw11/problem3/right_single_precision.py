"""Everything in 32-bit tensors, the middle between two neighbouring scores, flags as whole numbers. Fails: nothing."""


# %%
def nearest_center_distance2(X, centers):
    a = torch.tensor(X, dtype=torch.float32)
    b = torch.tensor(centers, dtype=torch.float32)
    table = (a.unsqueeze(1) - b.unsqueeze(0)).pow(2).sum(-1)
    return table.amin(dim=1).numpy()


# %%
def anomaly_threshold(scores, frac=0.05):
    ordered, _ = torch.sort(torch.tensor(scores, dtype=torch.float32), descending=True)
    above = min(max(round(frac * len(ordered)), 1), len(ordered) - 1)
    return ordered[max(above - 1, 0) : above + 1].mean().item()


# %%
def predict_anomaly(scores, threshold):
    s = torch.tensor(scores, dtype=torch.float32)
    return torch.gt(s, threshold).int().numpy()
