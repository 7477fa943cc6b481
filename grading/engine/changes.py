"""What a call changes in its arguments: seen where it happens, repeated where they came from."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from grading.engine.plain import CHANGEABLE
from grading.engine.wire import Handle, WireError, is_tensor, layers, pack


class ArgumentChanged(Exception):
    """A function changed what it was given in a way that cannot be repeated."""

    own_line = ""  # the line that found it out is not the student's


def arrays_of(value: Any) -> list[np.ndarray]:
    """The arrays in which an argument keeps its numbers; a change to them changes the argument."""
    if isinstance(value, np.ndarray):
        return [value]
    if is_tensor(value):
        return [value.detach().numpy()]
    if type(value) in layers():
        return [tensor.detach().numpy() for tensor in value.state_dict().values()]
    return []


def state(value: object) -> object:
    """What tells whether a value has changed; None for one that cannot."""
    if type(value) in CHANGEABLE:
        try:
            return pack(value, lambda part: Handle(id(part)))
        except (WireError, RuntimeError):
            return None
    arrays = arrays_of(value)
    numbers = [array.tobytes() for array in arrays if array.dtype != object]
    return [numbers, flag_of(value)] if arrays else None


def flag_of(value: object) -> bool | None:
    """Whether a tensor requires gradients; a change of that changes the tensor."""
    return value.requires_grad if is_tensor(value) else None


def changes(before: Sequence, given: Sequence) -> list:
    """Which of what was given has changed: pairs of a position and what is there now."""
    return [
        [position, value if type(value) in CHANGEABLE else [arrays_of(value), flag_of(value)]]
        for position, (old, value) in enumerate(zip(before, given, strict=True))
        if old != state(value)
    ]


def repeat(given: Sequence, changed: object) -> None:
    """Repeat on arguments what a function did to the copies that it was given elsewhere.

    Raises
    ------
    ArgumentChanged
        If what came does not fit the arguments.
    """
    for position, value in changed if type(changed) is list else ():
        if type(given[position]) in CHANGEABLE:
            become(given[position], value)
        else:
            arrays, flag = value
            fill(arrays_of(given[position]), arrays)
            if flag is not flag_of(given[position]):
                let_require(given[position], flag)


def let_require(value: object, flag: object) -> None:
    """Let an argument require gradients, or not any more."""
    try:
        value.requires_grad_(flag is True)
    except (AttributeError, RuntimeError):
        raise ArgumentChanged("the function lets an argument require gradients") from None


def fill(targets: list[np.ndarray], arrays: object) -> None:
    """Give arrays other values."""
    known = arrays if type(arrays) is list else []
    shapes = [array.shape if isinstance(array, np.ndarray) else None for array in known]
    if shapes != [target.shape for target in targets]:
        raise ArgumentChanged("the function changes the shape of an argument")
    for target, array in zip(targets, known, strict=True):
        target[...] = array


def become(target: Any, value: Any) -> None:
    """Make a value equal to another one of its kind, in place, and so all that it holds."""
    if type(value) is not type(target):
        raise ArgumentChanged("the function changes the kind of an argument")
    if isinstance(target, dict):
        merged = {key: grown(target.get(key), part) for key, part in value.items()}
        target.clear()
        dict.update(target, merged)
    elif isinstance(target, list) and len(target) == len(value):
        target[:] = map(grown, target, value)
    elif isinstance(target, list | bytearray):
        target[:] = value
    else:
        target.clear()
        (target.update if isinstance(target, set) else target.extend)(value)


def grown(old: Any, new: Any) -> Any:
    """A part of a value after a change: the same object where it can hold what is new."""
    if type(old) in CHANGEABLE and type(new) is type(old):
        become(old, new)
        return old
    arrays = type(old) is np.ndarray and type(new) is np.ndarray
    if arrays and (old.shape, old.dtype) == (new.shape, new.dtype) and old.flags.writeable:
        old[...] = new
        return old
    return new
