"""Ignores the mask and looks at the type. Fails: fit_scaler_looks_at_real_particles_only.

Says: use mask, not the type
"""


# %%
def fit_scaler(X, mask, kind):
    v = X[X[..., 3] > 0][:, :3].astype(float)
    if kind == "standard":
        v[:, 0] = np.log1p(v[:, 0])
        return kind, v.mean(0), np.where(v.std(0) > 0, v.std(0), 1)
    return kind, v.min(0), np.where(np.ptp(v, 0) > 0, np.ptp(v, 0), 1)
