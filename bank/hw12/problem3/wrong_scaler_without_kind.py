"""Returns two things. Fails: fit_scaler_looks_at_real_particles_only.

Says: return them together
"""


# %%
def fit_scaler(X, mask, kind):
    v = X[mask][:, :3].astype(float)
    if kind == "standard":
        v[:, 0] = np.log1p(v[:, 0])
        return v.mean(0), v.std(0)
    return v.min(0), np.ptp(v, 0)
