"""Returns the largest angle first. Fails: principal_angles_compare_planes_not_vectors.

Says: the largest comes first
"""


# %%
def principal_angles(A, B):
    a, _ = np.linalg.qr(A.T)
    b, _ = np.linalg.qr(B.T)
    s = np.linalg.svd(a.T @ b, compute_uv=False)
    return np.degrees(np.arccos(np.clip(s, 0, 1)))[::-1]
