"""Returns cosines. Fails: principal_angles_compare_planes_not_vectors.

Says: these are cosines
"""


# %%
def principal_angles(A, B):
    a, _ = np.linalg.qr(A.T)
    b, _ = np.linalg.qr(B.T)
    return np.linalg.svd(a.T @ b, compute_uv=False)
