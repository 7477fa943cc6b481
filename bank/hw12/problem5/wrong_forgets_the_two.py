"""Forgets the factor two. Fails: smear_hands_out_all_the_energy.

Says: the 2 under sigma^2 is missing
"""


# %%
def smear(images, sigma):
    pixel = np.arange(images.shape[1])
    share = np.exp(-((pixel[:, None] - pixel[None, :]) ** 2) / sigma**2)
    share = share / share.sum(axis=1, keepdims=True)
    return share.T @ images @ share
