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


def test_batches_of_a_game_hold_each_event_once_an_epoch(networks):
    x = torch.arange(20.0)[:, None].repeat(1, 3)
    real, noise = networks.game_batches(x, latent=4, epochs=2, batch=10)
    assert real.shape == (4, 10, 3) and noise.shape == (4, 2, 10, 4)
    for epoch in (real[:2], real[2:]):
        assert torch.equal(epoch[..., 0].flatten().sort().values, torch.arange(20.0))
    assert not torch.equal(noise[:, 0], noise[:, 1])
    # A smaller last batch is left out.
    assert networks.game_batches(x[:19], latent=4, epochs=1, batch=10)[0].shape == (1, 10, 3)


def test_the_shipped_module_trains_no_game(networks):
    # The loop is what students write.
    assert not hasattr(networks, "train_gan")


def test_a_training_calls_back_after_each_epoch_in_evaluation_mode(networks):
    modes = []
    model = networks.Autoencoder(4)
    networks.train(
        model,
        torch.randn(30, 4),
        lambda m, x: ((m(x) - x) ** 2).mean(),
        epochs=3,
        optimizer=torch.optim.SGD,
        after=lambda m: modes.append(m.training),
    )
    assert modes == [False] * 3


def test_standardising_takes_mean_and_spread_from_the_first_sample(networks):
    rng = np.random.default_rng(0)
    train, test = rng.normal(5, 3, (200, 4)), rng.normal(0, 1, (50, 4))
    a, b = networks.standardised(train, test)
    assert np.allclose(a.mean(0), 0, atol=1e-6) and np.allclose(
        a.std(0, correction=0), 1, atol=1e-5
    )
    assert np.allclose(b.numpy(), (test - train.mean(0)) / train.std(0), atol=1e-5)
