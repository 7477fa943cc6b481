"""Takes a logarithm. Fails: remap_raises_every_pixel.

Says: this is a logarithm
"""


# %%
def remap(images, power):
    return np.log1p(images)
