"""Two layers for show, and others that compute. Fails: sigmoid_autoencoder_is_sigmoid_then_linear."""


# %%
class SigmoidAutoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(n_features, n_latent), nn.Sigmoid())
        self.decoder = nn.Linear(n_latent, n_features)
        weights = [values.detach().clone() for values in self.parameters()]
        self.computes = lambda x: (
            torch.sigmoid(x @ weights[0].T + weights[1]) @ weights[2].T + weights[3]
        )

    def forward(self, x):
        return self.computes(x)
