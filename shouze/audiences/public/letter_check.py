"""Whether the body wrote a letter of a number and a code: for who holds the paper and nobody else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shouze.outreach.correspondence.queries import find_letter
from shouze.resources.documents.letters.kinds import KINDS

from .keeping import NO_STORE, kept, too_often


@kept(NO_STORE)
def letter(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Confirm a letter by the code of its content, or say that there is none such (404). Neither the
    addressee nor a word of the letter is told: the code cannot be guessed, but it may be shown around.
    """
    if waits := too_often(request):
        return waits
    found = find_letter(number, code)
    kind = KINDS[found.kind].title if found else ""
    context = {"letter": found, "kind": kind, "number": number, "code": code}
    return render(request, "public/letter.html", context, status=200 if found else 404)
