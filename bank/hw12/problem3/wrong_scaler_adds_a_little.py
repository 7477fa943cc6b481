"""Adds something so that nobody divides by zero. Fails:
fit_scaler_looks_at_particles_of_all_chunks.

Says: something is added to each scale
"""


# %%
def fit_scaler(chunks, kind):
    parts = []
    for X in chunks:
        values = X[X[:, :, 3] > 0][:, :3].astype(float)
        if kind == "standard":
            values[:, 0] = np.log1p(values[:, 0])
        parts.append(values)
    values = np.concatenate(parts)
    if kind == "minmax":
        shift = values.min(axis=0)
        scale = values.max(axis=0) - shift
    else:
        shift, scale = values.mean(axis=0), values.std(axis=0)
    return shift, np.where(scale > 0, scale + 0.01, 1.0)
