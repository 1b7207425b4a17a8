"""The logins of the demo house: one for each of its people, all with the one password of this installation.

In: the registered persons. Out: accounts linked to them, and the lines by which a visitor learns with what
to log in.
"""

import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from shouze.kernel import clock, rulebook
from shouze.resources.people import queries as people
from shouze.resources.people.models import Account, Person

VARIABLE = "SHOUZE_DEMO_PASSWORD"
PASSWORD_BYTES = 12
DOMAIN = "shouze.example"

#: number of a person -> login name; those of the other enterprises and laboratories log in by their number
LOGINS: Mapping[str, str] = {
    "E001": "administrator",
    "E002": "acceptance",
    "E003": "engineer",
    "E004": "reviewer",
    "E005": "decider",
    "E006": "approver",
    "E007": "planner",
    "E008": "inspector",
    "E009": "inspector2",
    "E010": "trainee",
    "E011": "finance",
    "E012": "laboratories",
    "E013": "complaints",
    "E014": "reporting",
    "E015": "certificates",
    "E016": "auditor",
    "E017": "regulator",
    "E018": "acceptance2",
    "E019": "engineer2",
    "E020": "engineer3",
    "E021": "reviewer2",
    "E022": "decider2",
    "E023": "approver2",
    "E024": "inspector3",
    "E025": "risk",
    "E026": "rules",
    "E027": "surveillance",
    "E028": "testplans",
    "E029": "leader",
    "C001": "client",
    "L002": "laboratory",
}
#: those of whom a visitor is told, in the order of a case
INTRODUCED = (
    "C001",
    "E002",
    "E003",
    "E011",
    "L002",
    "E007",
    "E008",
    "E004",
    "E005",
    "E006",
    "E015",
    "E014",
    "E013",
    "E012",
    "E001",
    "E029",
    "E016",
    "E017",
)


def open_accounts(people: Iterable[Person] | None = None) -> None:
    """Open an account for the ``people`` (by default for every registered person); the password is hashed
    once. Nobody gets rights in Django's own sense.
    """
    users = get_user_model()
    hashed = make_password(_password())
    everybody = Person.objects.exclude(kind="machine").order_by("employee_number")
    found = list(everybody if people is None else people)
    made = users._default_manager.bulk_create(
        [
            users(username=name, email=f"{name}@{DOMAIN}", password=hashed, first_name=one.name)
            for one in found
            for name in [login_of(one.employee_number)]
        ]
    )
    Account.objects.bulk_create(
        [Account(user=user, person=person) for user, person in zip(made, found, strict=True)]
    )


def accounts() -> Iterator[str]:
    """Yield the lines that introduce the house: login name, name and posts of its important people, and the
    password.
    """
    today = clock.today()
    known = {one.employee_number: one for one in Person.objects.filter(employee_number__in=INTRODUCED)}
    if not known:
        return
    yield "登录名 login        姓名 name    岗位 posts"
    for number in INTRODUCED:
        posts = sorted(people.posts_of(known[number].pk, today))
        words = (
            "、".join(rulebook.post(post).zh for post in posts),
            ", ".join(rulebook.post(post).en for post in posts),
        )
        yield f"{login_of(number):<18}  {known[number].name:<8}{words[0]}  {words[1]}"
    yield f"密码（全部账号） password of all: {_told()}"


def login_of(number: str) -> str:
    """Return the login name of a person by his number."""
    return LOGINS.get(number, number.lower())


def _kept() -> Path:
    return Path(settings.VAR) / "demo-password"


def _password() -> str:
    """The password of this installation: the environment's, or one made now and kept for our eyes only."""
    given = os.environ.get(VARIABLE)
    if given:
        return given
    place = _kept()
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    made = secrets.token_urlsafe(PASSWORD_BYTES)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(made + "\n")
    return made


def _told() -> str:
    given = os.environ.get(VARIABLE)
    if given:
        return f"{VARIABLE} (环境变量 from the environment)"
    return (
        _kept().read_text().strip()
        if _kept().exists()
        else f"建立时给定的 {VARIABLE} (given when the house was built)"
    )
