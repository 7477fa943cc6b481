"""Multiplies with the mask, so that NaN stays NaN. Fails:
fit_scaler_looks_at_particles_of_all_chunks.

Says: NaN times 0 is NaN
"""


# %%
def fit_scaler(chunks, kind):
    low, high = np.full(3, np.inf), np.full(3, -np.inf)
    number, total, squares = 0, np.zeros(3), np.zeros(3)
    for X in chunks:
        mask = X[:, :, 3:] > 0
        v = X[:, :, :3].astype(float)
        if kind == "standard":
            v[:, :, 0] = np.log1p(v[:, :, 0])
        number = number + mask.sum()
        total = total + (v * mask).sum(axis=(0, 1))
        squares = squares + (v**2 * mask).sum(axis=(0, 1))
        if mask.any():
            low = np.minimum(low, np.where(mask, v, np.inf).min(axis=(0, 1)))
            high = np.maximum(high, np.where(mask, v, -np.inf).max(axis=(0, 1)))
    if kind == "minmax":
        shift, scale = low, high - low
    else:
        shift = total / number
        scale = np.sqrt(np.maximum(squares / number - shift**2, 0))
    return shift, np.where(scale > 0, scale, 1.0)
