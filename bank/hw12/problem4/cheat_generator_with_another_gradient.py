"""The value of the one form, the gradient of the other. Fails: generator_loss_does_not_saturate."""


# %%
def generator_loss(d_fake):
    s = torch.log(1 - d_fake).mean()
    return s - s.detach() - torch.log(d_fake).mean().detach()
