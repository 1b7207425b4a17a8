"""A case whose inspection is planned for the day, and what is done on the spot."""

from __future__ import annotations

import io
import struct
import uuid
import zlib
from datetime import timedelta
from typing import Any, Final

from shouze.certification.evidence.models import Visit
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Done, perform
from shouze.kernel.files import store


def png(shade: int, width: int = 40, height: int = 30) -> bytes:
    """A true picture of one colour; another shade is another file."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    rows = (b"\0" + bytes((shade % 256, shade // 256 % 256, 90)) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


PNG: Final = png(1)


class Visiting(Way):
    """A case whose inspection is planned for today, with a team of two."""

    def on_site(self, act: str, who: str = "E008", uid: uuid.UUID | None = None, **given: Any) -> Done:
        """Do an act of the visit a minute later."""
        self.now += timedelta(minutes=1)
        subject = self.case if act == "visit.opened" else self.inspection.pk
        if act == "visit.opened":
            given = {"inspection": str(self.inspection.pk), **given}
        with clock.moved(self.now):
            return perform(act, by=self.stage.people[who], subject=subject, given=given, uid=uid)

    def note(self, point: str = "3.1-1", verdict: str = "conform", **given: Any) -> Done:
        """Note a point."""
        return self.on_site("visit.noted", point=point, verdict=verdict, **given)

    def note_all(self) -> None:
        """Note every point as conforming."""
        names = {"PC-1": "M-1", "PC-2": "M-1", "PC-3": "IGBT H20"}
        for point in Visit.objects.get().points:
            self.note(point, about=names.get(point, ""))

    def picture(self) -> str:
        """Store a picture and return its digest."""
        return store.put(io.BytesIO(PNG), "photo.png", at=self.now).digest

    def signed(self) -> None:
        """Both sides sign."""
        self.on_site("visit.signed", role="inspector", name="孔严", image=self.picture())
        self.on_site("visit.signed", role="enterprise", name="何厂", position="质量负责人")


def planned_visit(stage: Stage) -> Visiting:
    """An electric bicycle whose factory is to be inspected today by two inspectors."""
    way = Visiting(stage, "1119")
    way.reach("inspection.planned")
    way.go("inspection.planned")
    return way
