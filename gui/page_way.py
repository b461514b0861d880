"""The way through the pages: back, and forward again."""

from __future__ import annotations

from collections.abc import Collection

from core.domain.keys import Key

LONGEST_WAY = 100


class PageWay:
    """Keys of pages, of whichever view; `current` is the one that is shown."""

    def __init__(self) -> None:
        self.current: Key | None = None
        self._back: list[Key] = []
        self._forward: list[Key] = []
        self._moving_to: Key | None = None  # the page that back or forward leads to

    def start_anew(self) -> None:
        """Another file: the ways through the one before lead nowhere."""
        self.current = self._moving_to = None
        self._back.clear()
        self._forward.clear()

    def remember(self, key: Key | None) -> None:
        """Another page is shown: the one that is left becomes the way back."""
        if key == self.current:
            return
        is_moving = key is not None and key == self._moving_to
        self._moving_to = None
        if self.current is not None and not is_moving:
            self._back.append(self.current)
            del self._back[:-LONGEST_WAY]
            self._forward.clear()
        self.current = key

    def step(self, *, is_back: bool) -> Key | None:
        """The page to go to now; None where the way ends."""
        source, target = self._back, self._forward
        if not is_back:
            source, target = target, source
        if not source:
            return None
        if self.current is not None:
            target.append(self.current)
        self._moving_to = source.pop()
        return self._moving_to

    def can_step(self, *, is_back: bool) -> bool:
        return bool(self._back if is_back else self._forward)

    def forget(self, removed: Collection[Key]) -> None:
        """Pages of things that are gone."""
        self._back = [key for key in self._back if key not in removed]
        self._forward = [key for key in self._forward if key not in removed]
