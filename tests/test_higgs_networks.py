"""The networks of problem 4: shapes, the recipe they keep to, trainings that move them."""

import numpy as np
import pytest
import torch
from torch import nn

from authoring.solved import modules


@pytest.fixture(scope="module")
def networks():
    return modules("hw12")["higgs_networks"]


def test_shapes_are_those_of_the_text(networks):
    x = torch.randn(7, 5)
    assert networks.Autoencoder(5)(x).shape == (7, 5)
    shapes = [tuple(part.shape) for part in networks.VariationalAutoencoder(5)(x)]
    assert shapes == [(7, 5), (7, 5), (7, 2), (7, 2)]
    generator = networks.Generator(5)
    assert generator(torch.randn(7, generator.latent)).shape == (7, 5)
    assert networks.Discriminator(5)(x).shape == (7,)


def test_hidden_layers_keep_to_the_recipe(networks):
    model = networks.VariationalAutoencoder(18)
    kinds = [type(layer) for layer in model.encoder]
    assert kinds == [nn.Dropout, nn.Linear, nn.ReLU6] * 2
    assert [layer.out_features for layer in model.encoder if isinstance(layer, nn.Linear)] == [
        50,
        25,
    ]
    assert {layer.p for layer in model.encoder if isinstance(layer, nn.Dropout)} == {0.1}
    for layer in model.modules():
        if isinstance(layer, nn.Linear):
            limit = (6 / sum(layer.weight.shape)) ** 0.5
            assert layer.weight.abs().max() <= limit and not layer.bias.any()


def test_answers_keep_a_margin_from_0_and_1(networks):
    model = networks.Discriminator(3)
    answers = model(1e6 * torch.randn(100, 3))
    assert answers.min() >= 1e-4 and answers.max() <= 1 - 1e-4


def test_training_lowers_the_loss_and_ends_in_evaluation_mode(networks):
    torch.manual_seed(0)
    x = torch.randn(300, 2) @ torch.randn(2, 6)
    model = networks.Autoencoder(6)
    losses = networks.train(model, x, lambda m, batch: ((m(batch) - batch) ** 2).mean(), 30)
    assert len(losses) == 30 and losses[-1] < 0.7 * losses[0] and not model.training


def test_the_game_moves_both_players(networks):
    torch.manual_seed(0)
    x = 3 + torch.randn(200, 4)
    generator, discriminator = networks.Generator(4), networks.Discriminator(4)
    before = [model.state_dict()["layers.1.weight"].clone() for model in (generator, discriminator)]
    losses = networks.train_gan(
        generator,
        discriminator,
        x,
        lambda real, fake: -real.log().mean() - (1 - fake).log().mean(),
        lambda fake: -fake.log().mean(),
        epochs=3,
    )
    assert np.shape(losses) == (3, 2) and np.isfinite(losses).all()
    after = [model.state_dict()["layers.1.weight"] for model in (generator, discriminator)]
    assert all(not torch.equal(a, b) for a, b in zip(before, after, strict=True))


def test_standardising_takes_mean_and_spread_from_the_first_sample(networks):
    rng = np.random.default_rng(0)
    train, test = rng.normal(5, 3, (200, 4)), rng.normal(0, 1, (50, 4))
    a, b = networks.standardised(train, test)
    assert np.allclose(a.mean(0), 0, atol=1e-6) and np.allclose(
        a.std(0, correction=0), 1, atol=1e-5
    )
    assert np.allclose(b.numpy(), (test - train.mean(0)) / train.std(0), atol=1e-5)
