"""Lets the collector of cycles rest while a plan is gone through."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Taken = ParamSpec("Taken")
Given = TypeVar("Given")


def no_collections(work: Callable[Taken, Given]) -> Callable[Taken, Given]:
    """Lets the collector of cycles rest: here are none, and it would look through every object.

    Of a plan of 10,000 items it did so two times, of 20,000 three times, each for 0.15 to 0.35
    seconds (measured) in which no thread runs. Who finds it resting leaves it to rest.
    """

    @wraps(work)
    def rested(*args: Taken.args, **kwargs: Taken.kwargs) -> Given:
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            return work(*args, **kwargs)
        finally:
            if was_enabled:
                gc.enable()

    return rested
