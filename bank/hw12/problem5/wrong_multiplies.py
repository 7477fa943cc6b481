"""Multiplies by the power. Fails: remap_raises_every_pixel.

Says: this is a multiplication
"""


# %%
def remap(images, power):
    return power * images
