"""Prints the best threshold and returns nothing. Fails: scan_thresholds_finds_the_best_f1.

Says: the `return` line is missing
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    grid = np.linspace(scores_normal.min(), scores_normal.max(), n_steps)
    f1 = [f1_score(*precision_recall(y_all, scores_all > t)) for t in grid]
    best = np.argmax(f1)
    print(f"best threshold {grid[best]:.2f} with F1 {f1[best]:.2f}")
