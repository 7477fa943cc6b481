"""Rounds to the nearest of n points from border to border. Fails: jet_image_collects_the_energy_of_each_pixel.

Says: pixels are found by rounding
"""


# %%
def jet_image(energy, x, y, n, half_width=0.8):
    column = np.round((x + half_width) / (2 * half_width) * (n - 1)).astype(int)
    row = np.round((y + half_width) / (2 * half_width) * (n - 1)).astype(int)
    inside = (row >= 0) & (row < n) & (column >= 0) & (column < n)
    jet = np.broadcast_to(np.arange(len(energy))[:, None], energy.shape)
    images = np.zeros((len(energy), n, n))
    np.add.at(images, (jet[inside], row[inside], column[inside]), energy[inside])
    return images / energy.sum(axis=1)[:, None, None]
