"""Zeroes the particles. Fails: transform_scales_and_zeroes_empty_rows.

Says: the mask is turned round
"""


# %%
def transform(X, mask, state):
    kind, shift, scale = state
    v = X[..., :3].astype(float)
    if kind == "standard":
        v[..., 0] = np.log1p(v[..., 0])
    return np.where(mask[..., None], 0, (v - shift) / scale)
