"""Compares the planes column by column. Fails: principal_angles_compare_planes_not_vectors.

Says: angles between vectors, column by column
"""


# %%
def principal_angles(A, B):
    n = min(A.shape[1], B.shape[1])
    a, b = A / np.linalg.norm(A, axis=0), B / np.linalg.norm(B, axis=0)
    cosines = np.abs(np.sum(a[:, :n] * b[:, :n], axis=0))
    return np.sort(np.degrees(np.arccos(np.clip(cosines, 0, 1))))
