"""Does not clip cosines above 1. Fails: principal_angles_compare_planes_not_vectors.

Says: a cosine above 1 by rounding gives NaN
"""


# %%
def principal_angles(A, B):
    a, _ = np.linalg.qr(A.T)
    b, _ = np.linalg.qr(B.T)
    return np.degrees(np.arccos(np.linalg.svd(a.T @ b, compute_uv=False)))
