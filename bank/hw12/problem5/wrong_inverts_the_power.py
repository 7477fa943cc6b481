"""Inverts the power. Fails: remap_raises_every_pixel.

Says: the power is inverted
"""


# %%
def remap(images, power):
    return images ** (1 / power)
