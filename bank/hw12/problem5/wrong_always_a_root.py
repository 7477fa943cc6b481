"""Always takes the root. Fails: remap_raises_every_pixel.

Says: power is not used
"""


# %%
def remap(images, power):
    return np.sqrt(images)
