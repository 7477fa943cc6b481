"""Flips by the number of constituents, padding included. Fails: preprocess_centres_rotates_and_flips.

Says: flips count constituents
"""


# %%
def preprocess(energy, x, y):
    weight = energy / energy.sum(axis=1, keepdims=True)
    x = x - (weight * x).sum(axis=1, keepdims=True)
    y = y - (weight * y).sum(axis=1, keepdims=True)
    xx, yy, xy = (weight * m for m in (x * x, y * y, x * y))
    phi = np.arctan2(2 * xy.sum(axis=1), (xx - yy).sum(axis=1))[:, None] / 2
    x, y = np.cos(phi) * x + np.sin(phi) * y, np.cos(phi) * y - np.sin(phi) * x
    x = x * np.where(np.sign(x).sum(axis=1, keepdims=True) < 0, -1, 1)
    y = y * np.where(np.sign(y).sum(axis=1, keepdims=True) < 0, -1, 1)
    return x, y
