"""Lets the image go on at its other side. Fails: smear_hands_out_all_the_energy.

Says: the image goes on at its other side
"""


# %%
def smear(images, sigma):
    n = images.shape[1]
    step = np.minimum(np.arange(n), n - np.arange(n))
    line = np.exp(-(step**2) / (2 * sigma**2))
    shares = np.fft.fft2(np.outer(line, line) / line.sum() ** 2)
    return np.fft.ifft2(np.fft.fft2(images) * shares).real
