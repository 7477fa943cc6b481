"""The three networks of problem 4, and how the first two of them are trained.

Losses and scores come from outside, as functions. All networks take standardised features, a tensor
of shape (n, d), and keep to one recipe: two hidden layers, 10 % dropout before each of them (none
in the generator), a ReLU that is capped at 6 (Krizhevsky 2010), weights drawn as by Glorot and
Bengio (2010), Adam. How the game of two networks is trained is left to you.
"""

import itertools

import torch
from torch import nn

#: Units of the hidden layers of encoder and decoder, and coordinates in the latent space.
HIDDEN, LATENT = (50, 25), 2
#: Logarithmic variances beyond these are cut, so that no single event rules a training.
LOGVAR_RANGE = (-6.0, 6.0)


def hidden_layers(widths, dropout=0.1, activation=nn.ReLU6):
    """Dropout, linear layer and activation for each step from one width to the next."""
    layers = []
    for wide, narrow in itertools.pairwise(widths):
        layers += [nn.Dropout(dropout), nn.Linear(wide, narrow), activation()]
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
    activation : type
        Layer after each hidden linear layer.
    """

    def __init__(self, d, hidden=HIDDEN, latent=LATENT, activation=nn.ReLU6):
        super().__init__()
        self.encoder = hidden_layers((d, *hidden), activation=activation)
        self.to_latent = nn.Linear(hidden[-1], latent)
        self.decoder = hidden_layers((latent, *hidden[::-1]), activation=activation)
        self.to_events = nn.Linear(hidden[0], d)
        draw_weights(self)

    def encode(self, x):
        """Latent coordinates, of shape (n, latent)."""
        return self.to_latent(self.encoder(x))

    def forward(self, x):
        """Reconstruction of shape (n, d)."""
        return self.to_events(self.decoder(self.encode(x)))


class VariationalAutoencoder(nn.Module):
    """Encode an event as a Gaussian in the latent space, decode a draw as a Gaussian of events.

    Parameters
    ----------
    d, hidden, latent
        As in `Autoencoder`.
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


def train(model, x, loss, epochs, lr=1e-3, batch=128, optimizer=torch.optim.Adam, after=None):
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
        Learning rate.
    batch : int
        Events of a batch.
    optimizer : type
        Adam where nothing is said.
    after : callable, optional
        Called with the model after each epoch, in evaluation mode.

    Returns
    -------
    losses : list of float
        The average over the batches of each epoch.
    """
    steps = optimizer(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        total = 0.0
        model.train()
        batches = torch.randperm(len(x), device=x.device).split(batch)
        for chosen in batches:
            steps.zero_grad()
            value = loss(model, x[chosen])
            value.backward()
            steps.step()
            total += value.item() / len(batches)
        losses.append(total)
        model.eval()
        if after is not None:
            after(model)
    return losses


def game_batches(x, latent, epochs, batch=128):
    """Batches for a game between a generator and a discriminator.

    Parameters
    ----------
    x : tensor of shape (n, d)
        Background events.
    latent : int
        Coordinates of the generator's noise.
    epochs, batch : int
        How often each event is used, and how many events a step sees. A last batch that would be
        smaller is left out.

    Returns
    -------
    real : tensor of shape (n_steps, batch, d)
    noise : tensor of shape (n_steps, 2, batch, latent)
        Standard normal numbers, for the two players of each step.
    """
    n_steps = len(x) // batch
    rows = [torch.randperm(len(x), device=x.device)[: n_steps * batch] for _ in range(epochs)]
    real = x[torch.cat(rows)].reshape(epochs * n_steps, batch, x.shape[1])
    return real, torch.randn(len(real), 2, batch, latent, device=x.device)


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
        torch.from_numpy((events - mean) / spread).to(torch.float32) for events in (train, *others)
    ]
