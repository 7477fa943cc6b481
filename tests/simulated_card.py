"""A graphics card for tests on machines without one: tensors that say they are on it.

Their numbers stay on the processor, so that all is computed; but what a card refuses is refused in
the words of torch: to meet tensors that are elsewhere, to become an array, and, where the card is a
Mac's, to be in double precision.
"""

import contextlib

import pytest
import torch
from torch import nn
from torch.overrides import TorchFunctionMode
from torch.utils._device import _device_constructors
from torch.utils._pytree import tree_flatten, tree_map_only

DEVICE_OF = torch.Tensor.device.__get__
#: What brings a tensor from one place to another.
MOVES = {torch.Tensor.to, torch.Tensor.cpu, torch.Tensor.cuda}
#: Operations that may read tensors which are elsewhere.
ACROSS = {"aten::copy_", "aten::_to_copy"}
#: Those that may read indices from the processor.
INDEXING = {"aten::index", "aten::index_put_", "aten::_index_put_impl_"}


class OnCard(torch.Tensor):
    """A tensor whose numbers are in `kept`, on the processor."""

    @staticmethod
    def __new__(cls, kept, kind):
        if kind == "mps" and kept.dtype == torch.float64:
            raise TypeError(
                "Cannot convert a MPS Tensor to float64 dtype as the MPS framework doesn't support "
                "float64. Please use float32 instead."
            )
        made = torch.Tensor._make_wrapper_subclass(
            cls,
            kept.size(),
            strides=kept.stride(),
            storage_offset=kept.storage_offset(),
            dtype=kept.dtype,
            device=kept.device,
            requires_grad=kept.requires_grad,
        )
        made.kept, made.kind = kept.detach(), kind
        return made

    def __repr__(self):
        return f"OnCard({self.kept}, device={self.kind})"

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        if func == DEVICE_OF:
            return torch.device(args[0].kind)
        if func is torch.Tensor.numpy or func is torch.Tensor.__array__:
            raise TypeError(
                f"can't convert {args[0].kind}:0 device type tensor to numpy. Use Tensor.cpu() to "
                "copy the tensor to host memory first."
            )
        return super().__torch_function__(func, types, args, kwargs or {})

    @classmethod
    def __torch_dispatch__(cls, func, types, args=(), kwargs=None):
        tensors = [one for one in tree_flatten((args, kwargs))[0] if isinstance(one, torch.Tensor)]
        (kind,) = {one.kind for one in tensors if isinstance(one, OnCard)}
        refuse_others(func.name().split(".")[0], tensors, kind)
        plain = tree_map_only(OnCard, lambda one: one.kept, (args, kwargs or {}))
        result = func(*plain[0], **plain[1])
        changed = {id(one.kept): one for one in tensors if isinstance(one, OnCard)}
        return tree_map_only(
            torch.Tensor,
            lambda one: changed[id(one)] if id(one) in changed else OnCard(one, kind),
            result,
        )


def refuse_others(name, tensors, kind):
    """Raise the error of torch where tensors on a card and elsewhere meet; numbers may."""
    elsewhere = [one for one in tensors if not isinstance(one, OnCard) and one.dim()]
    if name in INDEXING and isinstance(tensors[0], OnCard):
        elsewhere = []
    if elsewhere and name not in ACROSS:
        raise RuntimeError(
            f"Expected all tensors to be on the same device, but found at least two devices, "
            f"{kind}:0 and cpu!"
        )


class Card(TorchFunctionMode):
    """Makes tensors on the card where torch is asked for that."""

    def __init__(self, kind):
        super().__init__()
        self.kind, self.default = kind, None

    def set_default(self, device):
        self.default = device

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = dict(kwargs or {})
        if func in MOVES:
            return self.moved(func, *args, **kwargs)
        if func in _device_constructors():
            return self.made(func, *args, **kwargs)
        return func(*args, **kwargs)

    def made(self, func, *args, device=None, requires_grad=False, **options):
        """What a function that makes tensors makes, where it is to be."""
        device = device or self.default
        if func is torch.as_tensor and isinstance(args[0], torch.Tensor):
            return self.moved(torch.Tensor.to, *args, device=device, **options)
        if device is None:  # a copy of a tensor is where that is
            device = next((x.device for x in args if isinstance(x, torch.Tensor)), "cpu")
        home = tree_map_only(OnCard, lambda one: one.kept, args)
        tensor = func(*home, device="cpu", **options)
        if torch.device(device).type == self.kind:
            tensor = OnCard(tensor, self.kind)
        return tensor.requires_grad_(requires_grad)

    def moved(self, func, tensor, *args, device=None, dtype=None, **_):
        """A tensor where `Tensor.to`, `Tensor.cpu` or `Tensor.cuda` takes it."""
        for one in args:
            if isinstance(one, torch.Tensor):
                device, dtype = one.device, one.dtype
            elif isinstance(one, torch.dtype):
                dtype = one
            elif isinstance(one, str | torch.device):
                device = one
        if func is not torch.Tensor.to:
            device = "cpu" if func is torch.Tensor.cpu else "cuda"
        if dtype not in (None, tensor.dtype):
            tensor = torch.ops.aten._to_copy(tensor, dtype=dtype)
        if device is None or torch.device(device).type == tensor.device.type:
            return tensor
        return (Back if isinstance(tensor, OnCard) else There).apply(tensor, self.kind)


class There(torch.autograd.Function):
    """To the card, with gradients that come back."""

    @staticmethod
    def forward(ctx, tensor, kind):
        return OnCard(tensor.detach(), kind)

    @staticmethod
    def backward(ctx, gradient):
        return gradient.kept, None


class Back(torch.autograd.Function):
    """To the processor, with gradients that go to the card."""

    @staticmethod
    def forward(ctx, tensor, kind):
        ctx.kind = kind
        return tensor.kept.clone()

    @staticmethod
    def backward(ctx, gradient):
        return OnCard(gradient, ctx.kind), None


@contextlib.contextmanager
def card(kind):
    """Pretend that there is a graphics card.

    Parameters
    ----------
    kind : {"cuda", "mps"}

    Yields
    ------
    Card
    """
    mode, apply = Card(kind), nn.Module._apply
    future = torch.__future__

    def with_swaps(module, *args, **options):
        # Weights change their class on the way, which assigning to `data` could not do.
        before = future.get_swap_module_params_on_conversion()
        future.set_swap_module_params_on_conversion(True)
        try:
            return apply(module, *args, **options)
        finally:
            future.set_swap_module_params_on_conversion(before)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nn.Module, "_apply", with_swaps)
        patch.setattr(torch, "set_default_device", mode.set_default)
        patch.setattr(torch.cuda, "is_available", lambda: kind == "cuda")
        patch.setattr(torch.backends.mps, "is_available", lambda: kind == "mps")
        with mode:
            yield mode
