"""One module for each problem with random trainings: how far right ones scatter."""

import copy

import torch

#: What a rounding in single precision changes, as a share of the number.
EPSILON = 6e-8


def as_another_processor(model, x):
    """Copies of a model and its data, rounded as another processor would round them."""
    model = copy.deepcopy(model)
    with torch.no_grad():
        for weight in model.parameters():
            weight *= 1 + EPSILON * torch.randn_like(weight)
    return model, x * (1 + EPSILON * torch.randn_like(x))
