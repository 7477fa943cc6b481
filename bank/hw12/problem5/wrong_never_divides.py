"""Does not normalise. Fails: smear_hands_out_all_the_energy.

Says: the shares are not divided by their sum
"""


# %%
def smear(images, sigma):
    pixel = np.arange(images.shape[1])
    share = np.exp(-((pixel[:, None] - pixel[None, :]) ** 2) / (2 * sigma**2))
    return share.T @ images @ share
