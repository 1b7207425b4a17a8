"""A line of the section 证书事项 of a certificate's page."""

from dataclasses import dataclass

from shouze.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter: what can be done, what it is, its address ("" where it cannot be done now), and its icon.
    ``tone`` is "warn" for what should not wait.
    """

    words: Words
    about: Words
    url: str
    icon: str
    tone: str = ""
