"""Does not square sigma. Fails: smear_hands_out_all_the_energy.

Says: sigma is not squared
"""


# %%
def smear(images, sigma):
    pixel = np.arange(images.shape[1])
    share = np.exp(-((pixel[:, None] - pixel[None, :]) ** 2) / (2 * sigma))
    share = share / share.sum(axis=1, keepdims=True)
    return share.T @ images @ share
