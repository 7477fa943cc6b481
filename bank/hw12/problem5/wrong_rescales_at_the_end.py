"""Rescales the blurred image. Fails: smear_hands_out_all_the_energy.

Says: the image is rescaled as a whole
"""


# %%
def smear(images, sigma):
    pixel = np.arange(images.shape[1])
    share = np.exp(-((pixel[:, None] - pixel[None, :]) ** 2) / (2 * sigma**2))
    new = share.T @ images @ share
    return new * (images.sum(axis=(1, 2)) / new.sum(axis=(1, 2)))[:, None, None]
