"""Does not clip the cosines. Fails: principal_angles_compare_planes_not_vectors.

Says: above 1
"""


# %%
def principal_angles(A, B):
    a, b = np.linalg.qr(A)[0], np.linalg.qr(B)[0]
    cosines = np.linalg.svd(a.T @ b, compute_uv=False)
    return np.degrees(np.arccos(cosines))
