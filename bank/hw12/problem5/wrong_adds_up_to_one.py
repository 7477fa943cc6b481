"""Rescales each image. Fails: remap_raises_every_pixel.

Says: each image is rescaled
"""


# %%
def remap(images, power):
    new = images**power
    return new / new.sum(axis=(1, 2), keepdims=True)
