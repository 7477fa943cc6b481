"""Makes the rows unit vectors, not orthogonal. Fails: principal_angles_compare_planes_not_vectors.

Says: the rows of A and B are not orthonormal
"""


# %%
def principal_angles(A, B):
    a = A / np.linalg.norm(A, axis=1, keepdims=True)
    b = B / np.linalg.norm(B, axis=1, keepdims=True)
    s = np.linalg.svd(a @ b.T, compute_uv=False)
    return np.degrees(np.arccos(np.clip(s, 0, 1)))
