"""Gives qr the rows. Fails: principal_angles_compare_planes_not_vectors.

Says: so transpose before
"""


# %%
def principal_angles(A, B):
    a, _ = np.linalg.qr(A)
    b, _ = np.linalg.qr(B)
    s = np.linalg.svd(a.T @ b, compute_uv=False)
    return np.degrees(np.arccos(np.clip(s, 0, 1)))
