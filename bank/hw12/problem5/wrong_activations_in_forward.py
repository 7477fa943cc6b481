"""Has tanh in its parts and calls torch.relu in forward. Fails: conv_autoencoder_rebuilds_images_by_convolutions.

Says: forward does what belongs into encoder and decoder
"""


# %%
class ConvAutoencoder(nn.Module):
    def __init__(self, size=16, channels=4, latent=6):
        super().__init__()
        self.size, quarter = size, size // 4
        self.encoder = nn.Sequential(
            nn.Conv2d(1, channels, 3, stride=2, padding=1),
            nn.Tanh(),
            nn.Conv2d(channels, 2 * channels, 3, stride=2, padding=1),
            nn.Tanh(),
            nn.Flatten(),
            nn.Linear(2 * channels * quarter**2, latent),
        )
        self.decoder = nn.Sequential(
            nn.Linear(latent, 2 * channels * quarter**2),
            nn.Tanh(),
            nn.Unflatten(1, (2 * channels, quarter, quarter)),
            nn.ConvTranspose2d(2 * channels, channels, 4, stride=2, padding=1),
            nn.Tanh(),
            nn.ConvTranspose2d(channels, 1, 4, stride=2, padding=1),
        )

    def forward(self, x):
        e, d = self.encoder, self.decoder
        picture = x.reshape(-1, 1, self.size, self.size)
        z = e[5](e[4](torch.relu(e[2](torch.relu(e[0](picture))))))
        return d[5](torch.relu(d[3](d[2](torch.relu(d[0](z)))))).flatten(1)
