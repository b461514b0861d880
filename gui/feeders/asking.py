"""Asks on the read lane by subject, so that only the newest answer about each thing comes home."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from gui.background import Background, Lane

Answer = Callable[[Any], None]


class Questions:
    """Two reads run at a time, so an older one may end last: its answer falls on the floor.

    So does what was asked about the file before, and what was asked by a page or a form, the
    `scope`, that is left.
    """

    def __init__(self, background: Background) -> None:
        self._background = background
        self._last = 0
        self._open: dict[Hashable, int] = {}  # by subject, the number of the question that counts
        self._scopes: dict[Hashable, Hashable] = {}  # by subject

    def ask(
        self,
        subject: Hashable,
        job: Callable[[], Any],
        *,
        on_done: Answer,
        on_failed: Answer,
        scope: Hashable = None,
    ) -> None:
        """Asks; what was asked about the same subject before is not wanted any more."""
        self._last += 1
        number = self._open[subject] = self._last
        self._scopes[subject] = scope

        def arrived(value: Any) -> None:
            if self._is_newest(subject, number):
                on_done(value)

        def failed(error: BaseException) -> None:
            if self._is_newest(subject, number):
                on_failed(error)

        self._background.submit(Lane.READ, job, arrived, failed)

    def is_open(self, subject: Hashable) -> bool:
        """Whether an answer about it is still to come."""
        return subject in self._open

    def forget(self, subject: Hashable) -> None:
        """Nobody wants to hear about it any more."""
        self._open.pop(subject, None)
        self._scopes.pop(subject, None)

    def leave(self, scope: Hashable) -> None:
        """Another page is shown, or the form was closed."""
        for subject in [each for each, its in self._scopes.items() if its == scope]:
            self.forget(subject)

    def open_file(self) -> None:
        """Another file was opened."""
        self._open.clear()
        self._scopes.clear()

    def _is_newest(self, subject: Hashable, number: int) -> bool:
        if self._open.get(subject) != number:
            return False
        self.forget(subject)
        return True
