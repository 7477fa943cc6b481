"""Returns the real particles only. Fails: transform_scales_and_zeroes_empty_rows.

Says: keep the empty rows as zeros
"""


# %%
def transform(X, mask, state):
    kind, shift, scale = state
    v = X[..., :3].astype(float)
    if kind == "standard":
        v[..., 0] = np.log1p(v[..., 0])
    return (v[mask] - shift) / scale
