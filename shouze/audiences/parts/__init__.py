"""Parts that the pages of every audience share: who is logged in, the form of an act, doing an act, files,
rules, words.

In: a request and the name of an act. Out: pages. Nobody is entitled to anything here: what a page shows
comes from the
authority table (``possible``, ``judge``), what it writes goes through ``perform`` (guidance (五), (六)).

How a page of an audience is made from it::

    @of_kind("client")                # person.py: request.standing, request.on; others find 404
    def case_act(request, case_id, act):
        case = visible_case(request, case_id)     # person.py: 404 when not visible
        page = Page(base="clients/base.html", initial={"order": …}, options={"engineer": [Option(value,
        words)]})
        return do_act(request, act, case, case_url, page)   # act_views.py

Templates extend ``parts/base.html`` (blocks ``title``, ``menu``, ``heading``, ``actions``, ``content``) and
load the tag
library ``parts``: ``words day moment money code state_badge clause file_link act_words post_words
person_name``.
"""
