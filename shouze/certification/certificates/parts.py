"""The list of key parts with which a certificate begins."""

from collections.abc import Sequence

from shouze.certification.applications.queries import find_application
from shouze.kernel.acts import Doing
from shouze.resources.cases.models import Case
from shouze.resources.parts import queries as parts
from shouze.resources.parts import writing
from shouze.resources.parts.naming import Line, Named

from .models import Certificate


def begin_parts(doing: Doing, certificate: Certificate, case: Case) -> None:
    """Open the list of a certificate that is issued in this act: as the certificate that the case is about
    has it on this day, else as the application names it (Order 117 Art. 9).
    """
    about = getattr(case, "about", None)
    earlier = [parts.as_line(one) for one in parts.parts_on(about, doing.on)] if about else []
    basis = writing.Basis("earlier" if earlier else "application")
    writing.begin(doing, certificate.pk, certificate.number, case, earlier or _applied(case), basis)


def _applied(case: Case) -> Sequence[Line]:
    application = find_application(case.pk)
    rows = application.key_parts if application else []
    return [Line(one["name"], Named(one["name"], one["model"], one["maker"])) for one in rows]
