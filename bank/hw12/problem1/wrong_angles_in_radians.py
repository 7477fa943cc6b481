"""Returns radians. Fails: principal_angles_compare_planes_not_vectors.

Says: these are radians
"""


# %%
def principal_angles(A, B):
    a, _ = np.linalg.qr(A.T)
    b, _ = np.linalg.qr(B.T)
    s = np.linalg.svd(a.T @ b, compute_uv=False)
    return np.arccos(np.clip(s, -1, 1))
