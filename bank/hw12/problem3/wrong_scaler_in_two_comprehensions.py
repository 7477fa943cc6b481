"""Goes through the arrays twice, in two comprehensions. Fails: fit_scaler_looks_at_particles_of_all_chunks.

Says: an iterator is gone through once
"""


# %%
def fit_scaler(chunks, kind):
    parts = [X[..., :3] for X in chunks]
    types = [X[..., 3] for X in chunks]
    values = np.concatenate([part.reshape(-1, 3) for part in parts]).astype(float)
    values = values[np.concatenate([part.ravel() for part in types]) > 0]
    if kind == "minmax":
        shift = values.min(axis=0)
        scale = values.max(axis=0) - shift
    else:
        values[:, 0] = np.log1p(values[:, 0])
        shift, scale = values.mean(axis=0), values.std(axis=0)
    return shift, np.where(scale > 0, scale, 1.0)
