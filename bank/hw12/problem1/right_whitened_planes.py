"""Makes columns orthonormal by the eigenvectors of their products. Fails: nothing."""


# %%
def principal_angles(A, B):
    def orthonormal(M):
        values, vectors = np.linalg.eigh(M.T @ M)
        return M @ (vectors / np.sqrt(values))

    cosines = np.linalg.svd(orthonormal(A).T @ orthonormal(B), compute_uv=False)
    return np.degrees(np.arccos(np.clip(cosines, 0, 1)))
