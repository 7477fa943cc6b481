"""The three networks of problem 4, and how they are trained: nothing here is left for you to write.

Losses and scores come from outside, as functions. All networks take standardised features, a tensor
of shape (n, d), and keep to one recipe: two hidden layers, 10 % dropout before each of them, a ReLU
that is capped at 6 (Krizhevsky 2010), weights drawn as by Glorot and Bengio (2010), Adam.
"""

import itertools

import torch
from torch import nn

#: Units of the hidden layers of encoder and decoder, and coordinates in the latent space.
HIDDEN, LATENT = (50, 25), 2
#: Logarithmic variances beyond these are cut, so that no single event rules a training.
LOGVAR_RANGE = (-6.0, 6.0)


def hidden_layers(widths, dropout=0.1):
    """Dropout, linear layer and capped ReLU for each step from one width to the next."""
    layers = []
    for wide, narrow in itertools.pairwise(widths):
        layers += [nn.Dropout(dropout), nn.Linear(wide, narrow), nn.ReLU6()]
    return nn.Sequential(*layers)


def draw_weights(model):
    """Glorot's uniform weights for all linear layers, and biases of zero."""
    for layer in model.modules():
        if isinstance(layer, nn.Linear):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)


class Autoencoder(nn.Module):
    """Rebuild events from a few latent coordinates.

    Parameters
    ----------
    d : int
        Features of an event.
    hidden : tuple of int
        Units of the encoder's hidden layers; the decoder has them in reverse.
    latent : int
    """

    def __init__(self, d, hidden=HIDDEN, latent=LATENT):
        super().__init__()
        self.encoder = hidden_layers((d, *hidden))
        self.to_latent = nn.Linear(hidden[-1], latent)
        self.decoder = hidden_layers((latent, *hidden[::-1]))
        self.to_events = nn.Linear(hidden[0], d)
        draw_weights(self)

    def forward(self, x):
        """Reconstruction of shape (n, d)."""
        return self.to_events(self.decoder(self.to_latent(self.encoder(x))))


class VariationalAutoencoder(nn.Module):
    """Encode an event as a Gaussian in the latent space, decode a draw as a Gaussian of events.

    Parameters are those of `Autoencoder`.
    """

    def __init__(self, d, hidden=HIDDEN, latent=LATENT):
        super().__init__()
        self.encoder = hidden_layers((d, *hidden))
        self.mu = nn.Linear(hidden[-1], latent)
        self.logvar = nn.Linear(hidden[-1], latent)
        self.decoder = hidden_layers((latent, *hidden[::-1]))
        self.x_mu = nn.Linear(hidden[0], d)
        self.x_logvar = nn.Linear(hidden[0], d)
        draw_weights(self)

    def encode(self, x):
        """Means and logarithmic variances in the latent space, each of shape (n, latent)."""
        code = self.encoder(x)
        return self.mu(code), self.logvar(code)

    def decode(self, z):
        """Means and logarithmic variances of the features, each of shape (n, d)."""
        code = self.decoder(z)
        return self.x_mu(code), self.x_logvar(code).clamp(*LOGVAR_RANGE)

    def forward(self, x):
        """Means and logarithmic variances of the features, and those of the latent space.

        The latent point is drawn anew in each call.
        """
        mu, logvar = self.encode(x)
        z = mu + torch.exp(logvar / 2) * torch.randn_like(mu)
        return *self.decode(z), mu, logvar


class Generator(nn.Module):
    """Turn noise of shape (n, latent) into events of shape (n, d)."""

    def __init__(self, d, hidden=HIDDEN[::-1], latent=8):
        super().__init__()
        self.latent = latent
        self.layers = nn.Sequential(
            hidden_layers((latent, *hidden), dropout=0), nn.Linear(hidden[-1], d)
        )
        draw_weights(self)

    def forward(self, noise):
        return self.layers(noise)


class Discriminator(nn.Module):
    """Say how real events look: numbers of shape (n,), from 0 to 1 with a margin at both ends."""

    def __init__(self, d, hidden=HIDDEN):
        super().__init__()
        self.layers = nn.Sequential(hidden_layers((d, *hidden)), nn.Linear(hidden[-1], 1))
        draw_weights(self)

    def forward(self, x):
        # The margin keeps logarithms finite.
        return 1e-4 + (1 - 2e-4) * torch.sigmoid(self.layers(x)[:, 0])


def train(model, x, loss, epochs, lr=1e-3, batch=128):
    """Train a model on shuffled batches, in place.

    Parameters
    ----------
    model : nn.Module
    x : tensor of shape (n, d)
        Background events, on the device of the model.
    loss : callable
        From model and batch to one number.
    epochs : int
    lr : float
        Learning rate of Adam.
    batch : int
        Events of a batch.

    Returns
    -------
    losses : list of float
        The average over the batches of each epoch.
    """
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    model.train()
    losses = []
    for _ in range(epochs):
        total = 0.0
        batches = torch.randperm(len(x), device=x.device).split(batch)
        for chosen in batches:
            optimizer.zero_grad()
            value = loss(model, x[chosen])
            value.backward()
            optimizer.step()
            total += value.item() / len(batches)
        losses.append(total)
    model.eval()
    return losses


def train_gan(
    generator, discriminator, x, discriminator_loss, generator_loss, epochs, lr=5e-4, batch=128
):
    """Train a generator and a discriminator in turn, in place.

    Parameters
    ----------
    generator, discriminator : nn.Module
    x : tensor of shape (n, d)
        Background events, on the device of the networks.
    discriminator_loss : callable
        From the discriminator's answers to real and to generated events to one number.
    generator_loss : callable
        From its answers to generated events to one number.
    epochs, lr, batch
        As in `train`; both networks have their own Adam.

    Returns
    -------
    losses : list of (float, float)
        Loss of discriminator and generator, the averages over the batches of each epoch.
    """
    # A first momentum of 0.5 instead of 0.9 steadies the game (Radford, Metz, Chintala 2015).
    players = [
        torch.optim.Adam(model.parameters(), lr=lr, betas=(0.5, 0.999))
        for model in (discriminator, generator)
    ]
    generator.train()
    discriminator.train()
    losses = []
    for _ in range(epochs):
        sums = [0.0, 0.0]
        batches = torch.randperm(len(x), device=x.device).split(batch)
        for chosen in batches:
            real = x[chosen]
            fake = generator(torch.randn(len(real), generator.latent, device=x.device))
            for player, optimizer in enumerate(players):
                optimizer.zero_grad()
                if player == 0:
                    value = discriminator_loss(discriminator(real), discriminator(fake.detach()))
                else:
                    value = generator_loss(discriminator(fake))
                value.backward()
                optimizer.step()
                sums[player] += value.item() / len(batches)
        losses.append(tuple(sums))
    generator.eval()
    discriminator.eval()
    return losses


def standardised(train, *others):
    """Features in units of the spread of the training background, as float32 tensors.

    Parameters
    ----------
    train : ndarray of shape (n, d)
        Training background, which sets mean and spread.
    *others : ndarrays of shape (m, d)

    Returns
    -------
    list of tensors, first that of `train`
    """
    mean, spread = train.mean(0), train.std(0)
    return [
        torch.tensor((events - mean) / spread, dtype=torch.float32) for events in (train, *others)
    ]
