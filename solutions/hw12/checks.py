"""Checks of the notebooks: is a function right, and if not, what is the likely mistake?

`check` tries a function on the cases of its task, `replay` shows one of them once more. Shipped
beside the notebooks for students to read; it holds no answers.
"""

import builtins
import itertools
import os
import sys
import types
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

import cases
import probes
from answers import fits, is_array, numbers_of, shape_of, shape_words, shaped_words
from calls import (
    CheckFailed,
    NotThere,
    NotWritten,
    aloud,
    call,
    failed,
    not_before,
    not_there,
    quiet,
    refuse_single,
    stumbled,
)
from cases import Rules, Trial
from causes import Look
from memory import Memory
from questions import Question, shown

#: Results that are counted where an answer gives too many.
MOST_RESULTS = 1000


def check(answer: Any, specify: Callable[[], Any] | None = None) -> None:
    """Try a function on the cases of its task and print what it must do, where it does.

    Parameters
    ----------
    answer : callable or object
        The function or class, under the name that the text gives it; or the variable that holds the
        answer to a question, of which students' checks see the form alone.
    specify : callable, optional
        Returns the task with its further cases, or the question with its answer; graders have it.
        Otherwise the visible cases are tried.

    Raises
    ------
    CheckFailed
        If the answer is wrong, missing, or stopped with an error. In a notebook the message has
        been shown as a table then.
    """
    if specify is not None and not callable(specify):
        raise NotThere(
            f"check takes the function alone; replay(…, {specify!r}) shows a case of it."
        )
    caller = sys._getframe(1)
    name = name_of(answer, caller)
    try:
        said = passed(name, answer, specify, caller.f_globals)
    except CheckFailed as failure:
        show(failure)
        raise
    if specify is None:
        print(f"✓ {name}: {said}")


def passed(
    name: str, answer: Any, specify: Callable[[], Any] | None, namespace: Mapping[str, Any]
) -> str:
    """What is said of an answer that passes its check.

    Raises
    ------
    CheckFailed
        If it does not.
    """
    task = cases.question(name) if specify is None else by_itself(specify)()
    if isinstance(task, Question):
        task.judge(name, answer)
        return f"{shown(answer)}. Whether this is right is told after handing in."
    if task is None:
        rules, trials = cases.read(name)
    else:
        memory = Memory(specify.__code__) if specify else Memory()
        rules, trials = task.rules(), task.trials(task.unseen, memory=memory)
    judge(name, answer, rules, trials, namespace, is_visible=task is None)
    return rules.does


def replay(answer: Any, number: int) -> Any:
    """Call a function as a visible case of its check does; what it prints is seen here.

    Parameters
    ----------
    answer : callable
    number : int
        The case, as the message of the check gives it.

    Returns
    -------
    object
        What the function returns; where its check compares more, a dict of all of that by name.
    """
    name = name_of(answer, sys._getframe(1))
    if cases.question(name):
        raise NotThere(f"{name} answers a question, of which there are no cases.")
    rules, trials = cases.read(name)
    if not 1 <= number <= len(trials):
        raise NotThere(f"There are cases from 1 to {len(trials)}, and no case {number}.")
    trial = trials[number - 1]
    if rules.probe:
        print("The check makes of these what the function gets, such as a network of weights:")
    for title, value in (*enumerate(trial.arguments, 1), *trial.options.items()):
        print(f"argument {title}: {value!r}")
    if not rules.probe:
        return answer(*trial.arguments, **trial.options)
    with aloud():
        found = getattr(probes, rules.probe)(answer, *trial.arguments, **trial.options)
    return dict(zip(rules.results, found, strict=True)) if len(rules.results) > 1 else found


def by_itself(specify: Callable[[], Any]) -> Callable[[], Any]:
    """A function that sees no name of the notebook around it, which students may have changed."""
    return types.FunctionType(specify.__code__, {"__builtins__": builtins})


def name_of(answer: Any, caller: types.FrameType) -> str:
    """Under which of the names of tasks somebody passes an answer to a check.

    Raises
    ------
    NotThere
        If it is none of them.
    """
    known, own = cases.names(), getattr(answer, "__name__", "")
    in_the_line = [name for name in caller.f_code.co_names if name in known]
    questions = [name for name in in_the_line if not callable(answer) and cases.question(name)]
    if questions:
        return questions[0]  # one value may stand under many names
    found = [name for name in known if caller.f_globals.get(name) is answer]
    # Where one function has several names, that which stands in the calling line.
    named = [name for name in in_the_line if name in found]
    if named or found:
        return (named or found)[0]
    if own in known:
        return own
    names = ", ".join(of_this_problem(known, caller.f_globals))
    raise NotThere(
        f"{not_a_task(answer, known)}. A check needs a function or class of this homework by its "
        f"name, one of {names}. If these are tasks of another homework, its files lie where those "
        "of this notebook should: keep each homework in a folder of its own."
    )


def not_a_task(answer: Any, known: Iterable[str]) -> str:
    """What somebody has passed to a check that is none of its tasks, and the likely mistake."""
    kind = type(answer).__name__
    if kind in known:
        return f"This is an object that {kind} has made: write {kind} alone, without brackets"
    if isinstance(answer, str):
        return "This is a text: write the name of the function alone, without quotation marks"
    whole = getattr(answer, "__qualname__", "").split(".")[0]
    if callable(answer) and whole in known:
        return f"This is a part of {whole}: write check({whole})"
    if callable(answer):
        return "This function is none of the tasks"
    return (
        "This is a value: write the name of the function alone, without brackets; or the name of "
        "a variable is misspelt"
    )


def of_this_problem(known: Iterable[str], namespace: Mapping[str, Any]) -> list[str]:
    """Of some names of tasks those of the problem whose notebook has this namespace."""
    known = list(known)
    parts = {name: cases.rules(name).part for name in known if not cases.question(name)}
    # Notebooks of other problems may have a variable of the name of a task.
    here = {part.split(".")[0] for name, part in parts.items() if callable(namespace.get(name))}
    some = [
        name
        for name in known
        if (parts[name].split(".")[0] in here if name in parts else name in namespace)
    ]
    return some or known


def show(failure: CheckFailed) -> None:
    """Show a message as a table where a notebook is read, and nowhere else."""
    # One sentence needs no table: it is what stands in the place of the traceback.
    if isinstance(failure, NotWritten):
        return
    # nbgrader, which sets the variable, wants text.
    if "NBGRADER_EXECUTION" in os.environ or "IPython" not in sys.modules:
        return
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    if hasattr(get_ipython(), "kernel"):
        display({"text/html": failure._repr_html_(), "text/plain": str(failure)}, raw=True)
        failure.is_shown = True


def judge(
    name: str,
    answer: Any,
    rules: Rules,
    trials: Iterable[Trial],
    namespace: Mapping[str, Any],
    is_visible: bool,
) -> None:
    """Raise `CheckFailed` unless an answer is right in all trials."""
    try:
        refuse_value(name, answer)
        compare(name, answer, rules, trials, is_visible)
    except NotWritten:
        raise
    except CheckFailed as failure:
        said = earlier_first(name, failure.verdict, rules, namespace)
        raise CheckFailed(**said | {"what": f"{name}: {rules.does}"}) from None
    except Exception as error:
        raise stumbled(f"{name}: {rules.does}", error) from error


def refuse_value(name: str, answer: Any) -> None:
    """Fail where the name of a task stands for something that cannot be called.

    Raises
    ------
    CheckFailed
    """
    if answer is not None and not callable(answer):
        raise failed(
            f"{name} is a function or a class",
            f"{name} is a value, of type {type(answer).__name__}",
            f"a cell has used the name {name} for a variable: give that another name, and run the "
            f"cell of {name} again",
        )


def compare(
    name: str, answer: Any, rules: Rules, trials: Iterable[Trial], is_visible: bool
) -> None:
    """Raise `CheckFailed`, without a title, where an answer is wrong.

    After the first trial in which it is, the others only help to find the cause.
    """
    looks: list[Look] = []
    first: tuple[Look, int] | None = None
    for number, trial in enumerate(trials, 1):
        try:
            look = Look(rules, trial, ask(answer, rules, trial))
        except CheckFailed as failure:
            if first is None:
                told = in_case(failure, trial)
                raise again(told, name, number, is_visible) from None
            continue
        looks.append(look)
        if first is None and look.wrong:
            first = look, number
    if first is not None:
        look, number = first
        raise again(look.failure(looks), name, number, is_visible)


def in_case(failure: CheckFailed, trial: Trial) -> CheckFailed:
    """The same failure, which now says what is special about the trial that it comes of."""
    if trial.what and "expected" in failure.verdict:
        failure.verdict["expected"] += f" ({trial.what})"
    return failure


def again(failure: CheckFailed, name: str, number: int, is_visible: bool) -> CheckFailed:
    """The same failure, which now says how to see the case once more, where students have it."""
    if is_visible and not isinstance(failure, NotWritten):
        failure.verdict["again"] = f"from checks import replay; replay({name}, {number})"
    return failure


def ask(answer: Any, rules: Rules, trial: Trial) -> list[Any]:
    """What an answer gives in a trial: a value for each result.

    Raises
    ------
    CheckFailed
        If it stops, or gives more or fewer results.
    """
    asked = getattr(probes, rules.probe) if rules.probe else call
    result = asked(answer, *trial.arguments, **trial.options)
    names = list(rules.results)
    if len(names) == 1:
        if isinstance(result, tuple) and len(result) > 1:
            refuse_others(result, names[0], trial)
        return [result]
    wanted = f"{len(names)} results: {', '.join(names)}"
    refuse_single(result, names)
    for name, right in trial.right[0].items():
        if is_array(result) and fits(numbers_of(result), right, rules.tolerance):
            raise failed(wanted, f"{name} alone", f"return them all: `return {', '.join(names)}`")
    try:
        with quiet():
            found = list(itertools.islice(result, MOST_RESULTS))
    except Exception:
        found = []
    if len(found) != len(names):
        if is_array(result):
            got = shaped_words("one array", np.asarray(numbers_of(result)))
            raise failed(wanted, got, f"return {' and '.join(names)} themselves, one by one")
        got = f"{len(found)} results" if len(found) > 1 else "one result"
        likely = f"return them together in every case: `return {', '.join(names)}`"
        raise failed(wanted, got, likely)
    return found


def refuse_others(result: tuple, name: str, trial: Trial) -> None:
    """Fail where a result comes with others beside it.

    Raises
    ------
    CheckFailed
    """
    shape = shape_of(trial.right[0][name])
    # Numbers that form an array together are told from several results.
    of_shape = [part for part in map(numbers_of, result) if part is not None]
    if numbers_of(result) is None and any(part.shape == shape for part in of_shape):
        raise failed(
            f"one result: {shape_words(name, shape)}",
            f"{len(result)} results",
            f"return {name} alone: `return {name}`",
        )


def earlier_first(
    name: str, said: dict[str, str], rules: Rules, namespace: Mapping[str, Any]
) -> dict[str, str]:
    """The verdict of a failed check, where an earlier part is wrong with that as a likely cause."""
    absent = [earlier for earlier in rules.after if earlier not in namespace]
    there = [earlier for earlier in rules.after if earlier in namespace]
    parts = [part_if_wrong(earlier, namespace[earlier]) for earlier in there]
    wrong = list(dict.fromkeys(filter(None, parts)))
    causes = [not_before(cases.rules(name).part, wrong)] if wrong else []
    causes += [not_there(absent)] if absent else []
    if not causes:
        return said
    cause = "; and ".join(causes)
    if is_its_own(said, rules):
        cause = f"{said['likely']}; or it calls {' and '.join([*wrong, *absent])}, and then {cause}"
    return said | {"likely": cause}


def is_its_own(said: Mapping[str, str], rules: Rules) -> bool:
    """Whether a failed check names a likely mistake that an earlier part need not have caused."""
    if "likely" not in said:
        return False
    if said["kind"] == "stops":
        # An error in a line of an earlier function is a matter of that one.
        return not any(f", in {earlier}, line " in said["got"] for earlier in rules.after)
    return rules.alone or (said["kind"] == "wrong" and said["likely"] != rules.likely)


def part_if_wrong(name: str, answer: Any) -> str:
    """The number of an earlier part, if it is wrong in one of its visible cases; else empty."""
    rules, trials = cases.read(name)
    try:
        with quiet():
            is_right = not any(Look(rules, t, ask(answer, rules, t)).wrong for t in trials)
    except Exception:
        is_right = False
    return "" if is_right else rules.part
