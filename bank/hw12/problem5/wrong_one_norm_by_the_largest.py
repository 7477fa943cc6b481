"""Divides all pixels by the same sum, the largest. Fails: smear_hands_out_all_the_energy.

Says: all pixels are divided by one number
"""


# %%
def smear(images, sigma):
    pixel = np.arange(images.shape[1])
    share = np.exp(-((pixel[:, None] - pixel[None, :]) ** 2) / (2 * sigma**2))
    share = share / share.sum(axis=1).max()
    return share.T @ images @ share
