"""Averages the shifts and scales of the arrays. Fails:
fit_scaler_looks_at_particles_of_all_chunks.

Says: each array has its own shift and scale
"""


# %%
def fit_scaler(chunks, kind):
    shifts, scales = [], []
    for X in chunks:
        values = X[X[:, :, 3] > 0][:, :3].astype(float)
        if len(values) == 0:
            continue
        if kind == "minmax":
            shift = values.min(axis=0)
            scale = values.max(axis=0) - shift
        else:
            values[:, 0] = np.log1p(values[:, 0])
            shift, scale = values.mean(axis=0), values.std(axis=0)
        shifts.append(shift)
        scales.append(np.where(scale > 0, scale, 1.0))
    return np.mean(shifts, axis=0), np.mean(scales, axis=0)
