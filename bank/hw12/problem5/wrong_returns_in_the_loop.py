"""Returns inside the loop over jets. Fails: jet_image_collects_the_energy_of_each_pixel.

Says: only the first element is computed, and the others stay 0
"""


# %%
def jet_image(energy, x, y, n, half_width=0.8):
    images = np.zeros((len(energy), n, n))
    for image, e, u, v in zip(images, energy, x, y):
        row = np.floor((v + half_width) / (2 * half_width) * n).astype(int)
        column = np.floor((u + half_width) / (2 * half_width) * n).astype(int)
        inside = (row >= 0) & (row < n) & (column >= 0) & (column < n)
        np.add.at(image, (row[inside], column[inside]), e[inside] / e.sum())
        return images
