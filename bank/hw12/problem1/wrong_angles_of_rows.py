"""Compares row with row. Fails: principal_angles_compare_planes_not_vectors.

Says: angles between vectors, row by row
"""


# %%
def principal_angles(A, B):
    a = A / np.linalg.norm(A, axis=1, keepdims=True)
    b = B / np.linalg.norm(B, axis=1, keepdims=True)
    return np.degrees(np.arccos((a * b).sum(axis=1)))
