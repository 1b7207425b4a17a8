"""The preview beside the form of an erasure: what stands in the section, and what of it would go."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from shouze.audiences.parts.person import PersonRequest, has_post_for
from shouze.oversight.integrity.queries import texts_to_erase

ACT: Final = "content.erased"
Around = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def around(request: PersonRequest, act: str) -> Around | None:
    """For the act of erasing, and for who may do it: a reader of the section that the form names."""
    if act != ACT or not has_post_for(request, ACT):
        return None

    def look(given: Mapping[str, Any]) -> Mapping[str, Any]:
        pointers = [str(one) for one in given.get("pointers") or []]
        texts = texts_to_erase(str(given.get("entry") or ""), str(given.get("section") or ""), pointers)
        return {"texts": texts}

    return look
