"""Asks for more than fewest background events. Fails: gain_of_cut_is_measured_on_other_events.

Says: exactly fewest background events are enough
"""


# %%
def gain_of_cut(background, signal, fewest, background_draws, signal_draws):
    def gain_at(threshold, b, s):
        return np.mean(s >= threshold) / np.sqrt(np.mean(b >= threshold))

    choosing = background[::2], signal[::2]
    measuring = background[1::2], signal[1::2]
    candidates = [t for t in choosing[1] if np.sum(choosing[0] >= t) > fewest]
    promised = [gain_at(t, *choosing) for t in candidates]
    threshold = candidates[np.argmax(promised)]
    gains = []
    for i, j in zip(background_draws, signal_draws, strict=True):
        b, s = measuring[0][i], measuring[1][j]
        if (b >= threshold).any():
            gains.append(gain_at(threshold, b, s))
    return threshold, max(promised), gain_at(threshold, *measuring), np.std(gains)
