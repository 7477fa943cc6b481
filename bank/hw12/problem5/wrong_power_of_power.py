"""Exchanges base and exponent. Fails: remap_raises_every_pixel.

Says: base and exponent are exchanged
"""


# %%
def remap(images, power):
    return power**images
