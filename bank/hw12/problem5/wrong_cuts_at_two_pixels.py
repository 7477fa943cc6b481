"""Cuts the Gaussian off. Fails: smear_hands_out_all_the_energy.

Says: the Gaussian is cut off
"""


# %%
def smear(images, sigma):
    pixel = np.arange(images.shape[1])
    share = np.exp(-((pixel[:, None] - pixel[None, :]) ** 2) / (2 * sigma**2))
    share = share * (np.abs(pixel[:, None] - pixel) <= 2)
    share = share / share.sum(axis=1, keepdims=True)
    return share.T @ images @ share
