"""Shares are right, and their table stands transposed. Fails: smear_hands_out_all_the_energy.

Says: the shares that a pixel receives add up to 1
"""


# %%
def smear(images, sigma):
    n = images.shape[1]
    place = np.argwhere(np.ones((n, n)))
    distances = ((place[:, None] - place) ** 2).sum(axis=2)
    table = np.exp(-distances / (2 * sigma**2))
    table = table / table.sum(axis=1, keepdims=True)
    return np.array([(table @ image.ravel()).reshape(n, n) for image in images])
