"""Returns one angle. Fails: principal_angles_compare_planes_not_vectors.

Says: only one angle is returned
"""


# %%
def principal_angles(A, B):
    a, _ = np.linalg.qr(A.T)
    b, _ = np.linalg.qr(B.T)
    s = np.linalg.svd(a.T @ b, compute_uv=False)
    return np.degrees(np.arccos(np.clip(s.min(), 0, 1)))
