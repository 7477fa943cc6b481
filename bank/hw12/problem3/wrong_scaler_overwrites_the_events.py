"""Takes the logarithm in place. Fails: fit_scaler_looks_at_particles_of_all_chunks.

Says: an operation in place
"""


# %%
def fit_scaler(chunks, kind):
    parts = []
    for X in chunks:
        if kind == "standard":
            X[:, :, 0] = np.log1p(X[:, :, 0])
        parts.append(X[X[:, :, 3] > 0][:, :3].astype(float))
    values = np.concatenate(parts)
    if kind == "minmax":
        shift = values.min(axis=0)
        scale = values.max(axis=0) - shift
    else:
        shift, scale = values.mean(axis=0), values.std(axis=0)
    return shift, np.where(scale > 0, scale, 1.0)
