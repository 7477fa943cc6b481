"""Scales to the maximum. Fails: fit_scaler_looks_at_real_particles_only.

Says: the scale is maximum minus minimum
"""


# %%
def fit_scaler(X, mask, kind):
    v = X[mask][:, :3].astype(float)
    if kind == "minmax":
        return kind, v.min(0), v.max(0)
    v[:, 0] = np.log1p(v[:, 0])
    return kind, v.mean(0), v.std(0)
