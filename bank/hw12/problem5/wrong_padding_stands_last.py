"""Takes constituents up to the first padding. Fails: jet_image_collects_the_energy_of_each_pixel.

Says: find the pixel of each constituent, add up the energies in
"""


# %%
def jet_image(energy, x, y, n, half_width=0.8):
    images = np.zeros((len(energy), n, n))
    for k in range(len(energy)):
        for e, u, v in zip(energy[k], x[k], y[k]):
            if e == 0:
                break
            column = int(np.floor((u + half_width) / (2 * half_width) * n))
            row = int(np.floor((v + half_width) / (2 * half_width) * n))
            if 0 <= row < n and 0 <= column < n:
                images[k, row, column] += e
        images[k] /= energy[k].sum()
    return images
