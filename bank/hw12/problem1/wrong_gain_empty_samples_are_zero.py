"""Counts the gain of an empty sample as 0. Fails: gain_of_cut_is_measured_on_other_events.

Says: a sample without passing background has no gain
"""


# %%
def gain_of_cut(background, signal, fewest, background_draws, signal_draws):

    def gain_at(threshold, background, signal):
        return np.mean(signal >= threshold) / np.sqrt(np.mean(background >= threshold))

    choosing = background[::2], signal[::2]
    measuring = background[1::2], signal[1::2]
    candidates = [score for score in choosing[1] if np.sum(choosing[0] >= score) >= fewest]
    promised = [gain_at(score, *choosing) for score in candidates]
    threshold = candidates[np.argmax(promised)]
    gains = []
    for i, j in zip(background_draws, signal_draws, strict=True):
        sample = measuring[0][i], measuring[1][j]
        if np.any(sample[0] >= threshold):
            gains.append(gain_at(threshold, *sample))
        else:
            gains.append(0.0)
    return threshold, max(promised), gain_at(threshold, *measuring), np.std(gains)
