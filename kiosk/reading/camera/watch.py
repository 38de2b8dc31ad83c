"""What a camera sees, frame by frame -> texts to be taken as scans, one a showing.

A code of ours with right check digits is believed at once, any other text once two frames of six
or both readers agree on it. Two new labels in view are not told apart, so neither is taken. Frames
in which a label was seen but not read are put together until it is.
"""

from collections import deque
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kiosk.reading.camera.combine_frames import combine_frames
from kiosk.reading.code128.match import match_profile
from kiosk.reading.code128.tables import MODULES
from kiosk.reading.ladder import MATCHING, Scene, climb, matched
from kiosk.reading.pictures import Grey
from kiosk.reading.symbols import CODE_128, Effort, ReadFilter, Symbol

OUT_OF_VIEW = 1.5  # seconds after which a text is shown anew
CARD_OUT_OF_VIEW = 10.0  # a card lies about on the desk and comes into view by itself
FRAMES_KEPT = 6
TOGETHER = 1.5  # seconds over which frames of one label are put together
SLOW_EVERY = 0.4  # seconds; the slow lane would not keep up with every frame
BUDGET_MS = 150.0  # for one frame
RESUMING = 1.0  # seconds
CROWDED = 1.0  # seconds within which two labels came together
LEAST_SCORE = 0.62  # of what may be a label
LONGEST_STEP = 0.5  # seconds that one frame can count for: what nobody looked at is not out of view


class Pending(StrEnum):
    """Why the next frames matter even if the picture stays as it is."""

    NOTHING = ""
    UNREAD = "unread"  # something looks like a label
    LEAVING = "leaving"  # a label left the view, but not yet for long enough


@dataclass(frozen=True, slots=True)
class View:
    """One frame: what is in it, which texts are scans now, which labels are in each other's way."""

    symbols: list[Symbol]
    taken: list[Symbol] = field(default_factory=list)
    crowded: tuple[str, ...] = ()
    pending: Pending = Pending.NOTHING


@dataclass
class _Showing:
    """From when a text comes into view until it was out of view for long enough."""

    begun: float
    last_seen: float
    acted: bool = False
    crowded: bool = False  # came with another label, and neither was taken


@dataclass(frozen=True, slots=True)
class _Unread:
    at: float
    profile: NDArray[np.float32]


@dataclass
class Watch:
    """One camera's memory; not for two threads at once.

    ``resumed``: this memory replaces one that was lost, so what is in view in its first second was
    taken before.
    """

    wanted: ReadFilter = field(default_factory=ReadFilter)
    resumed: bool = False
    budget_ms: float = BUDGET_MS
    _frames: deque[set[str]] = field(default_factory=lambda: deque(maxlen=FRAMES_KEPT))
    _showings: dict[str, _Showing] = field(default_factory=dict)
    _unread: deque[_Unread] = field(default_factory=lambda: deque(maxlen=FRAMES_KEPT))
    _watched: float = 0.0  # seconds for which frames were looked at
    _last: float | None = None
    _slow_at: float = -SLOW_EVERY

    def see(self, picture: Grey, now: float) -> View:
        """Look at a frame; ``now`` in seconds, by any clock that only goes forward."""
        self._pass_time(now)
        slow = self._watched - self._slow_at >= SLOW_EVERY
        scene = climb(picture, self.wanted, self.budget_ms, slow)
        if slow and not scene.symbols:
            self._slow_at = self._watched
        symbols = scene.results or self._read_combined(scene)
        if any(self._is_new(symbol) for symbol in symbols):
            matched(scene)  # a second label beside it, before it is taken
            symbols = scene.results or symbols
        return self._decided(symbols)

    def _pass_time(self, now: float) -> None:
        step = 0.0 if self._last is None else now - self._last
        self._watched += min(max(step, 0.0), LONGEST_STEP)
        self._last = now
        self._showings = {
            text: showing
            for text, showing in self._showings.items()
            if self._watched - showing.last_seen <= self._lasts(text)
        }
        while self._unread and self._watched - self._unread[0].at > TOGETHER:
            self._unread.popleft()

    def _is_new(self, symbol: Symbol) -> bool:
        showing = self._showings.get(symbol.text)
        return symbol.accepted and not (showing and showing.acted)

    def _read_combined(self, scene: Scene) -> list[Symbol]:
        """Read what several frames have in common of a label that none of them lets be read."""
        if not scene.unread:
            return []
        strip, score = max(scene.unread, key=lambda one: one[1])
        if score < LEAST_SCORE:
            return []
        before = [one.profile for one in self._unread]
        self._unread.append(_Unread(self._watched, strip.profile))
        if not before:
            return []
        profile, frames = combine_frames(strip.profile, before)
        found = match_profile(profile, strip.columns / MODULES, self.wanted.accept, patient=True)
        if not (found and found.reading and found.is_certain):
            return []
        effort = Effort("put together", frames, round(strip.agreement, 2))
        text = found.reading.text
        return [Symbol(text, CODE_128, strip.outline, MATCHING, effort, accepted=True)]

    def _decided(self, symbols: list[Symbol]) -> View:
        self._frames.append({symbol.text for symbol in symbols})
        acting = [symbol for symbol in symbols if self._acts(symbol, symbols)]
        fresh = [replace(one, effort=self._needed(one.effort)) for one in acting]
        if symbols:
            self._unread.clear()
        crowd = self._crowd(fresh, symbols)
        for text in crowd:
            self._showings[text].crowded = True
        taken = [symbol for symbol in fresh if symbol.text not in crowd]
        for symbol in taken:
            self._showings[symbol.text].acted = True
        return View(symbols, taken, crowd, self._pending(symbols))

    def _acts(self, symbol: Symbol, symbols: list[Symbol]) -> bool:
        """Note that a symbol is in view, and tell whether it is to be taken now."""
        now = self._watched
        showing = self._showings.setdefault(symbol.text, _Showing(now, now))
        showing.last_seen = now
        showing.acted |= self.resumed and now < RESUMING
        if self.wanted.lies_about(symbol.text):
            # A card seen beside a label lies about; one that comes right after it waits.
            showing.acted |= any(not self.wanted.lies_about(one.text) for one in symbols)
            if any(not self.wanted.lies_about(text) for text in self._showings):
                return False
        others = (one for text, one in self._showings.items() if text != symbol.text)
        waits = showing.crowded and any(one.crowded for one in others)
        return not showing.acted and not waits and self._believes(symbol)

    def _crowd(self, fresh: list[Symbol], symbols: list[Symbol]) -> tuple[str, ...]:
        """Return which labels of ours cannot be told apart, because they came at about one time."""
        new = {symbol.text for symbol in fresh if symbol.accepted}
        if not new:
            return ()
        lately = {
            symbol.text
            for symbol in symbols
            if symbol.accepted
            and not self.wanted.lies_about(symbol.text)
            and self._watched - self._showings[symbol.text].begun < CROWDED
        }
        return tuple(sorted(new | lately)) if len(new | lately) > 1 else ()

    def _pending(self, symbols: list[Symbol]) -> Pending:
        if self._showings.keys() - {symbol.text for symbol in symbols}:
            return Pending.LEAVING
        undecided = any(not showing.acted for showing in self._showings.values())
        return Pending.UNREAD if self._unread or undecided else Pending.NOTHING

    def _believes(self, symbol: Symbol) -> bool:
        if symbol.accepted or "+" in symbol.reader:
            return True
        return sum(symbol.text in frame for frame in self._frames) > 1

    def _needed(self, effort: Effort) -> Effort:
        """Count the frames that it took, those included in which the label was not read."""
        before = sum(one.at < self._watched for one in self._unread)
        return replace(effort, frames=max(effort.frames, before + 1))

    def _lasts(self, text: str) -> float:
        return CARD_OUT_OF_VIEW if self.wanted.lies_about(text) else OUT_OF_VIEW
