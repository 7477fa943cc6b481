"""Multiplies orthonormal columns as if they were rows. Fails: principal_angles_compare_planes_not_vectors.

Says: the product has the wrong side
"""


# %%
def principal_angles(A, B):
    a, _ = np.linalg.qr(A.T)
    b, _ = np.linalg.qr(B.T)
    return np.degrees(np.arccos(np.clip(np.linalg.svd(a @ b.T, compute_uv=False), 0, 1)))
