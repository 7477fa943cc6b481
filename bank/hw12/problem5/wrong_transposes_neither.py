"""Uses the same matrix on both sides. Fails: smear_hands_out_all_the_energy.

Says: one of the two matrices needs a transpose
"""


# %%
def smear(images, sigma):
    pixel = np.arange(images.shape[1])
    share = np.exp(-((pixel[:, None] - pixel[None, :]) ** 2) / (2 * sigma**2))
    share = share / share.sum(axis=1, keepdims=True)
    return share @ images @ share
