"""Goes through the arrays a second time. Fails: fit_scaler_looks_at_particles_of_all_chunks.

Says: an iterator is gone through once
"""


# %%
def fit_scaler(chunks, kind):
    def columns(X):
        values = X[X[:, :, 3] > 0][:, :3].astype(float)
        if kind == "standard":
            values[:, 0] = np.log1p(values[:, 0])
        return values

    number = np.zeros(3)
    total = np.zeros(3)
    low, high = np.full(3, np.inf), np.full(3, -np.inf)
    for X in chunks:
        values = columns(X)
        number = number + len(values)
        total = total + values.sum(axis=0)
        if len(values):
            low = np.minimum(low, values.min(axis=0))
            high = np.maximum(high, values.max(axis=0))
    if kind == "minmax":
        shift, scale = low, high - low
    else:
        shift = total / number
        squares = np.zeros(3)
        for X in chunks:
            squares = squares + ((columns(X) - shift) ** 2).sum(axis=0)
        scale = np.sqrt(squares / number)
    return shift, np.where(scale > 0, scale, 1.0)
