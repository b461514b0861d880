"""The words of the delete dialog, for whatever was chosen; pure texts from a RemovalImpact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from core.domain.removal import RemovalImpact, RemovedSnapshot
from core.domain.rows import KindCounts
from gui import texts
from gui.words import (
    TITLE_NAME,
    counts_joined,
    day_and_time_text,
    day_of_year_text,
    name_text,
)

NAMES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class DeleteTexts:
    """All that the dialog says; `names` and `tick` are empty where they do not belong."""

    title: str
    goes: str
    names: tuple[str, ...]
    stays: str
    tick: str
    back: str
    verb: str


class DeleteWords(QObject):
    """Finds the words; a QObject only so that its texts can be translated."""

    def texts_for(self, impact: RemovalImpact, *, with_snapshots: bool) -> DeleteTexts:
        """The texts for this impact, with or without the tick for the events' other snapshots."""
        if not impact.events:
            if len(impact.snapshots) == 1:
                return self._one_snapshot(impact, impact.snapshots[0])
            return self._several_snapshots(impact)
        if len(impact.events) == 1 and not impact.snapshots:
            return self._one_event(impact, with_snapshots=with_snapshots)
        return self._several(impact, with_snapshots=with_snapshots)

    def _one_snapshot(self, impact: RemovalImpact, snapshot: RemovedSnapshot) -> DeleteTexts:
        when = day_and_time_text(snapshot.created_at)
        kept = self._kept(snapshot.counts)
        event = name_text(snapshot.event_name, TITLE_NAME) if snapshot.event_name else ""
        if snapshot.version is None:
            verb = self.tr("Delete open snapshot")
            title = (
                self.tr("Delete the open snapshot of “{event}”?") if event else self.tr("{verb}?")
            )
            goes = self.tr("Goes to the trash: the open snapshot of {when}, “{reason}”, {kept}.")
            goes_without_reason = self.tr("Goes to the trash: the open snapshot of {when}, {kept}.")
            back = self.tr("You can bring it back from the trash until {day}.")
        else:
            verb = self.tr("Delete snapshot {version}").format(version=snapshot.version)
            title = self.tr("{verb} of “{event}”?") if event else self.tr("{verb}?")
            goes = self.tr("Goes to the trash: the plan as it was on {when}, “{reason}”, {kept}.")
            goes_without_reason = self.tr(
                "Goes to the trash: the plan as it was on {when}, {kept}."
            )
            back = self.tr(
                "You can bring it back from the trash until {day}. Its number is not given again."
            )
        reason = name_text(snapshot.reason)
        return DeleteTexts(
            title=title.format(verb=verb, event=event),
            goes=(goes if reason else goes_without_reason).format(
                when=when, reason=reason, kept=kept
            ),
            names=(),
            stays=self._stays_of_snapshots(impact),
            tick="",
            back=back.format(day=day_of_year_text(impact.keep_until)),
            verb=verb,
        )

    def _several_snapshots(self, impact: RemovalImpact) -> DeleteTexts:
        count = len(impact.snapshots)
        return DeleteTexts(
            title=self.tr("Delete {count} snapshots?").format(count=count),
            goes=self.tr("Goes to the trash: {count} snapshots, {kept}.").format(
                count=count, kept=self._kept_by_all(impact.counts)
            ),
            names=self._names([self.snapshot_name(snapshot) for snapshot in impact.snapshots]),
            stays=self._stays_of_snapshots(impact),
            tick="",
            back=self.tr(
                "You can bring them back from the trash until {day}. Their numbers are not given again."
            ).format(day=day_of_year_text(impact.keep_until)),
            verb=self.tr("Delete {count} snapshots").format(count=count),
        )

    def _stays_of_snapshots(self, impact: RemovalImpact) -> str:
        if all(snapshot.is_without_event for snapshot in impact.snapshots):
            return self.tr("Stays: your events and their plans, your recipes and boxes.")
        of_one_event = len({snapshot.event_name for snapshot in impact.snapshots}) == 1
        if not of_one_event:
            return self.tr("Stays: the events and their plans, your recipes and boxes.")
        versions = [str(version) for version in sorted(impact.staying_versions)]
        if not versions:
            return self.tr("Stays: the event, its plan, your recipes and boxes.")
        if len(versions) == 1:
            return self.tr(
                "Stays: the event, its plan, snapshot {number}, your recipes and boxes."
            ).format(number=versions[0])
        if len(versions) > NAMES_SHOWN:
            return self.tr(
                "Stays: the event, its plan, its {count} other snapshots, your recipes and boxes."
            ).format(count=len(versions))
        return self.tr(
            "Stays: the event, its plan, snapshots {numbers}, your recipes and boxes."
        ).format(numbers=texts.join_names(versions, most=NAMES_SHOWN))

    def _one_event(self, impact: RemovalImpact, *, with_snapshots: bool) -> DeleteTexts:
        event = impact.events[0]
        count = len(impact.attached)
        plan = self._lines(event.line_count)
        counts = texts.counts_text(impact.attached_counts)
        verb = self.tr("Delete event")
        goes = self.tr("Goes to the trash: the event and its plan ({lines}).").format(lines=plan)
        stays = self.tr("Stays: your recipes and boxes.")
        tick = ""
        if count == 1:
            tick = self.tr("Delete its snapshot too ({counts})").format(counts=counts)
        elif count:
            tick = self.tr("Delete its {count} snapshots too ({counts})").format(
                count=count, counts=counts
            )
        if count and with_snapshots:
            its = self.tr("its snapshot") if count == 1 else self.tr("its {count} snapshots")
            goes = self.tr(
                "Goes to the trash: the event, its plan ({lines}) and {its} ({counts})."
            ).format(lines=plan, its=its.format(count=count), counts=counts)
            verb = self.tr("Delete event and {snapshots}").format(
                snapshots=texts.snapshots_text(count)
            )
        elif count == 1:
            stays = self.tr(
                "Stays: its snapshot, under “Without event”, and your recipes and boxes."
            )
        elif count:
            stays = self.tr(
                "Stays: its {count} snapshots, under “Without event”, and your recipes and boxes."
            ).format(count=count)
        return DeleteTexts(
            title=self.tr("Delete the event “{event}”?").format(
                event=name_text(event.name, TITLE_NAME)
            ),
            goes=goes,
            names=(),
            stays=stays,
            tick=tick,
            back=self._all_back(impact),
            verb=verb,
        )

    def _several(self, impact: RemovalImpact, *, with_snapshots: bool) -> DeleteTexts:
        """Events with other events or with snapshots; a snapshot is counted once."""
        events = len(impact.events)
        other = len(impact.attached)
        going = len(impact.snapshots) + (other if with_snapshots else 0)
        counts = impact.counts + (impact.attached_counts if with_snapshots else KindCounts())
        what = texts.events_text(events)
        if going:
            what = self.tr("{events} and {snapshots}").format(
                events=what, snapshots=texts.snapshots_text(going)
            )
        goes = self.tr("Goes to the trash: {what}; {lines} planned{kept}.").format(
            what=what,
            lines=self._lines(impact.line_count),
            kept=f", {self._kept_by_all(counts)}" if going else "",
        )
        names = [name_text(event.name) for event in impact.events]
        names += [self.snapshot_name(snapshot) for snapshot in impact.snapshots]
        stays = self.tr("Stays: your recipes and boxes.")
        if other and not with_snapshots:
            stays = self.tr(
                "Stays: {snapshots} of these events, under “Without event”, and your recipes and boxes."
            ).format(snapshots=self._other_snapshots(other, any_go=bool(impact.snapshots)))
        tick = ""
        if other:
            tick = self.tr("Delete {snapshots} of these events too ({counts})").format(
                snapshots=self._other_snapshots(other, any_go=bool(impact.snapshots)),
                counts=texts.counts_text(impact.attached_counts),
            )
        return DeleteTexts(
            title=self.tr("Delete {what}?").format(what=what),
            goes=goes,
            names=self._names(names),
            stays=stays,
            tick=tick,
            back=self._all_back(impact),
            verb=self.tr("Delete {what}").format(what=what),
        )

    def _other_snapshots(self, count: int, *, any_go: bool) -> str:
        if not any_go:
            return (
                self.tr("the snapshot")
                if count == 1
                else self.tr("the {n} snapshots").format(n=count)
            )
        if count == 1:
            return self.tr("1 other snapshot")
        return self.tr("{count} other snapshots").format(count=count)

    def _all_back(self, impact: RemovalImpact) -> str:
        return self.tr("You can bring all of it back from the trash until {day}.").format(
            day=day_of_year_text(impact.keep_until)
        )

    def _kept(self, counts: KindCounts) -> str:
        if not counts.total:
            return self.tr("with nothing in it yet")
        return self.tr("with its {counts}").format(counts=counts_joined(counts))

    def _kept_by_all(self, counts: KindCounts) -> str:
        if not counts.total:
            return self.tr("with nothing in them yet")
        return self.tr("with {counts}").format(counts=counts_joined(counts))

    def _lines(self, count: int) -> str:
        return texts.lines_text(count) if count else self.tr("no lines")

    def snapshot_name(self, snapshot: RemovedSnapshot) -> str:
        """ "Snapshot 3 of Christmas market": what it is called in a list of names."""
        name = self.tr("Open snapshot")
        if snapshot.version is not None:
            name = self.tr("Snapshot {version}").format(version=snapshot.version)
        if not snapshot.event_name:
            return name
        return self.tr("{snapshot} of “{event}”").format(
            snapshot=name, event=name_text(snapshot.event_name)
        )

    def _names(self, names: Sequence[str]) -> tuple[str, ...]:
        if len(names) <= NAMES_SHOWN:
            return tuple(names)
        more = self.tr("and {count} more").format(count=len(names) - NAMES_SHOWN)
        return (*names[:NAMES_SHOWN], more)
