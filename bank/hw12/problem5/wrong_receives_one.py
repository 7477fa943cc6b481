"""Normalises what a pixel receives. Fails: smear_hands_out_all_the_energy.

Says: the shares that a pixel receives add up to 1
"""


# %%
def smear(images, sigma):
    pixel = np.arange(images.shape[1])
    share = np.exp(-((pixel[:, None] - pixel[None, :]) ** 2) / (2 * sigma**2))
    share = share / share.sum(axis=1, keepdims=True)
    return share @ images @ share.T
