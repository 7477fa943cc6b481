"""Leaves infinite scores out. Fails: gain_of_cut_is_measured_on_other_events.

Says: infinite scores are left out
"""


# %%
def gain_of_cut(background, signal, fewest, background_draws, signal_draws):

    def gain_at(threshold, background, signal):
        return np.mean(signal >= threshold) / np.sqrt(np.mean(background >= threshold))

    choosing = background[::2], signal[::2]
    measuring = background[1::2], signal[1::2]
    finite = choosing[0][np.isfinite(choosing[0])]
    candidates = [
        score for score in choosing[1] if np.isfinite(score) and np.sum(finite >= score) >= fewest
    ]
    promised = [gain_at(score, *choosing) for score in candidates]
    threshold = candidates[np.argmax(promised)]
    gains = []
    for i, j in zip(background_draws, signal_draws, strict=True):
        sample = measuring[0][i], measuring[1][j]
        if np.any(sample[0] >= threshold):
            gains.append(gain_at(threshold, *sample))
    return threshold, max(promised), gain_at(threshold, *measuring), np.std(gains)
