"""Mirrors the image at its border. Fails: smear_hands_out_all_the_energy.

Says: the image is mirrored at its border
"""


# %%
def smear(images, sigma):
    n = images.shape[1]
    reach = int(4 * sigma) + 1
    steps = np.arange(-reach, reach + 1)
    weights = np.exp(-(steps**2) / (2 * sigma**2))
    share = np.zeros((n, n))
    for b in range(n):
        places = (b + steps) % (2 * n)
        np.add.at(share[:, b], np.minimum(places, 2 * n - 1 - places), weights / weights.sum())
    return share.T @ images @ share
