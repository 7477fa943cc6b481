"""Takes the rows as they are. Fails: principal_angles_compare_planes_not_vectors.

Says: the rows of A and B are not orthonormal
"""


# %%
def principal_angles(A, B):
    s = np.linalg.svd(A @ B.T, compute_uv=False)
    return np.degrees(np.arccos(np.clip(s, 0, 1)))
