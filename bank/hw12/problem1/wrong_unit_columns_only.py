"""Scales the columns to length 1, and leaves their angles. Fails:
principal_angles_compare_planes_not_vectors.

Says: the columns are not orthonormal
"""


# %%
def principal_angles(A, B):
    a, b = A / np.linalg.norm(A, axis=0), B / np.linalg.norm(B, axis=0)
    cosines = np.linalg.svd(a.T @ b, compute_uv=False)
    return np.degrees(np.arccos(np.clip(cosines, 0, 1)))
