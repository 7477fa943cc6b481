"""Makes equal layers in a loop, and flattens without a view. Fails: nothing."""


# %%
class ConvAutoencoder(nn.Module):
    def __init__(self, size=16, channels=4, latent=6):
        super().__init__()
        shape = 2 * channels, size // 4, size // 4
        flat = shape[0] * shape[1] * shape[2]
        widths = 1, channels, 2 * channels
        down, up = [], []
        for few, many in zip(widths[:-1], widths[1:]):
            down += [nn.Conv2d(few, many, 3, stride=2, padding=1), nn.ReLU()]
            up = [nn.ConvTranspose2d(many, few, 4, stride=2, padding=1), nn.ReLU(), *up]
        self.encoder = nn.Sequential(*down, nn.Flatten(), nn.Linear(flat, latent))
        self.decoder = nn.Sequential(
            nn.Linear(latent, flat), nn.ReLU(), nn.Unflatten(1, shape), *up[:-1]
        )

    def forward(self, x):
        size = int(np.sqrt(x.shape[1]) + 0.5)
        images = x.unflatten(1, (1, size, size))
        return self.decoder(self.encoder(images)).flatten(1)
