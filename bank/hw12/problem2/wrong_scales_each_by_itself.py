"""Each sample gets its own scale. Fails: split_then_scale_learns_from_training_events.

Says: computed anew for the test events
"""


# %%
def split_then_scale(background, signal, rng):
    order = rng.permutation(len(background))
    n_train = 4 * len(background) // 5
    train, test = background[order[:n_train]], background[order[n_train:]]
    mean, spread = train.mean(axis=0), train.std(axis=0)
    spread = np.where(spread > 0, spread, 1)

    def own(part):
        return (part - part.mean(0)) / np.where(part.std(0) > 0, part.std(0), 1)

    return own(train), own(test), own(signal)
