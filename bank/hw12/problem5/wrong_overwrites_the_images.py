"""Works in place. Fails: remap_raises_every_pixel.

Says: in-place
"""


# %%
def remap(images, power):
    images **= power
    return images
