"""Never takes the logarithm. Fails: transform_scales_and_zeroes_empty_rows.

Says: the logarithm is forgotten
"""


# %%
def transform(X, mask, state):
    kind, shift, scale = state
    return np.where(mask[..., None], (X[..., :3] - shift) / scale, 0)
