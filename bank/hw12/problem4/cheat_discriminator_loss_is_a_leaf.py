"""The right numbers, copied into a tensor that only says that it carries gradients. Fails:
discriminator_loss_is_a_cross_entropy.
"""


# %%
def discriminator_loss(d_real, d_fake):
    result = -torch.log(d_real).mean() - torch.log(1 - d_fake).mean()
    return result.detach().clone().requires_grad_()
