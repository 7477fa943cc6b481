"""Returns the largest angle alone. Fails: principal_angles_compare_planes_not_vectors.

Says: only one angle is returned
"""


# %%
def principal_angles(A, B):
    a, b = np.linalg.qr(A)[0], np.linalg.qr(B)[0]
    cosines = np.linalg.svd(a.T @ b, compute_uv=False)
    return np.degrees(np.arccos(np.clip(cosines, 0, 1))).max()
