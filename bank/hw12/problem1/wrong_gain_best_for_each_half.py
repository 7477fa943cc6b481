"""Takes the best threshold of the measuring half. Fails: gain_of_cut_is_measured_on_other_events.

Says: each half gets the threshold that is best for it
"""


# %%
def gain_of_cut(background, signal, fewest, background_draws, signal_draws):
    def gain_at(threshold, b, s):
        return np.mean(s >= threshold) / np.sqrt(np.mean(b >= threshold))

    choosing = background[::2], signal[::2]
    measuring = background[1::2], signal[1::2]
    candidates = [t for t in choosing[1] if np.sum(choosing[0] >= t) >= fewest]
    promised = [gain_at(t, *choosing) for t in candidates]
    threshold = candidates[np.argmax(promised)]
    gains = []
    for i, j in zip(background_draws, signal_draws, strict=True):
        b, s = measuring[0][i], measuring[1][j]
        if (b >= threshold).any():
            gains.append(gain_at(threshold, b, s))
    return (
        threshold,
        max(promised),
        max(gain_at(t, *measuring) for t in measuring[1] if (measuring[0] >= t).any()),
        np.std(gains),
    )
