"""Torch inside, another quantile method, float flags. Fails: nothing."""


# %%
def nearest_center_distance2(X, centers):
    a, b = torch.as_tensor(X).double(), torch.as_tensor(centers).double()
    return torch.cdist(a, b).square().min(dim=1).values.numpy()


# %%
def anomaly_threshold(scores, frac=0.05):
    return np.percentile(scores, 100 * (1 - frac), method="higher")


# %%
def predict_anomaly(scores, threshold):
    return np.where(scores > threshold, 1.0, 0.0)
