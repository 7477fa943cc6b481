"""Gives the layers of both parts names of their own. Fails: nothing."""

# %%
from collections import OrderedDict


class ConvAutoencoder(nn.Module):
    def __init__(self, size=16, channels=4, latent=6):
        super().__init__()
        self.size, c, s = size, channels, size // 4
        self.encoder = nn.Sequential(
            OrderedDict(
                first=nn.Conv2d(1, c, 3, stride=2, padding=1),
                bend=nn.ReLU(),
                second=nn.Conv2d(c, 2 * c, 3, stride=2, padding=1),
                again=nn.ReLU(),
                flat=nn.Flatten(),
                to_z=nn.Linear(2 * c * s * s, latent),
            )
        )
        self.decoder = nn.Sequential()
        self.decoder.add_module("from_z", nn.Linear(latent, 2 * c * s * s))
        self.decoder.add_module("bend", nn.ReLU())
        self.decoder.add_module("picture", nn.Unflatten(1, (2 * c, s, s)))
        self.decoder.add_module("up1", nn.ConvTranspose2d(2 * c, c, 4, stride=2, padding=1))
        self.decoder.add_module("again", nn.ReLU())
        self.decoder.add_module("up2", nn.ConvTranspose2d(c, 1, 4, stride=2, padding=1))

    def forward(self, x):
        z = self.encoder(x.reshape(len(x), 1, self.size, self.size))
        return self.decoder(z).reshape(len(x), -1)
