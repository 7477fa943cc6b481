"""Gradients by hand, in a function of autograd's own kind; buffers that no layer has. Fails:
nothing.
"""


# %%
class Affine(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, weight, bias):
        ctx.save_for_backward(x, weight)
        return x @ weight.T + bias

    @staticmethod
    def backward(ctx, given):
        x, weight = ctx.saved_tensors
        return given @ weight, given.T @ x, given.sum(0)


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))
        self.register_buffer("calls", torch.zeros(1))

    def forward(self, x):
        self.calls += 1
        for part in (self.encoder, self.decoder):
            for layer in part:
                x = (
                    torch.relu(x)
                    if isinstance(layer, nn.ReLU)
                    else Affine.apply(x, layer.weight, layer.bias)
                )
        return x
