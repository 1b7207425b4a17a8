"""An example of every address of the house: who opens it, with what in its place, and what comes.

`ROUTES` is asked by the name of a route. A new route needs a line here, else `test_every_page` fails and says
which. Addresses are found in the demo house when the tests run.
"""

# A table is read by its lines: each route stands on one.
# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from django.urls import URLPattern, URLResolver, get_resolver

from tests.rows import (
    Elsewhere,
    Page,
    case,
    client_case,
    concerned,
    entry,
    example_pair,
    one,
    order,
    own_event,
    own_list,
    paper,
    url,
    visit,
)

ALLAUTH: Final = Elsewhere("allauth's own step of a log-in that was begun; test_login plays it")
NO_SIGN_UP: Final = Elsewhere("nobody signs up; test_doors asks it")
POSTED: Final = Elsewhere("takes forms only; the tests of its room send them")


def on_desk(desk: str, label: str, state: str) -> Page:
    """The page of a thing in a state on a desk, for the officer of quality and risk."""
    return Page("risk", lambda: url("staff:desk_row", desk, one(label, state=state).pk))


Example = Page | Elsewhere | tuple[Page, ...]

# fmt: off
ROUTES: Final[Mapping[str, Example]] = {
    # nobody's
    "healthz": Page("", "/healthz", status=503, part=True),  # no worker serves this house
    "set_language": POSTED,
    # log-in
    "account_login": Page("", "/accounts/login/"),
    "account_logout": Page("engineer", "/accounts/logout/"),
    "account_change_password": Page("engineer", "/accounts/password/change/"),
    "account_reset_password": Page("", "/accounts/password/reset/"),
    "account_reset_password_done": Page("", "/accounts/password/reset/done/"),
    "account_reset_password_from_key": Page("", "/accounts/password/reset/key/0-nothing/"),
    "account_reset_password_from_key_done": Page("", "/accounts/password/reset/key/done/"),
    "account_inactive": Page("", "/accounts/inactive/"),
    "account_signup": Page("", "/accounts/signup/"),
    "account_reauthenticate": Page("engineer", "/accounts/reauthenticate/"),
    "account_email": Page("engineer", "/accounts/email/"),
    "mfa_index": Page("engineer", "/accounts/2fa/"),
    **dict.fromkeys((
        "account_email_verification_sent", "account_set_password", "account_confirm_login_code",
        "account_confirm_email", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp",
        "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn", "mfa_edit_webauthn", "mfa_login_webauthn", "socialaccount_login_cancelled",
        "socialaccount_login_error", "socialaccount_signup", "socialaccount_connections",
        "openid_connect_login", "openid_connect_callback", "accounts/social/login/cancelled/",
        "accounts/social/login/error/", "accounts/social/signup/", "accounts/social/connections/",
    ), ALLAUTH),
    # the public
    "public:home": Page("", "/"),
    "public:search": (Page("", "/search?q=示例"), Page("", "/search?q=no-such-product")),
    "public:certificate": (Page("", "/c/2024990711000118"), Page("", "/c/2024990711000119", status=404)),
    "public:scan": Page("", "/scan"),
    "public:transitions": Page("", "/transitions"),
    "public:transition": (Page("", "/transitions/gb4706_29_2025"), Page("", "/transitions/nothing", status=404)),
    "public:worker": Page("", "/c/worker.js", file=True),
    "public:offline": Page("", "/c/offline"),
    "public:traced": Page("", "/t/NOTHING-LIKE-THIS", status=404),
    "public:credential": Elsewhere("a signed token for programs; test_credentials of the public asks it in every form"),
    "public:day_proof": Elsewhere("a proof as a file; test_on_day of the public takes it along and checks it"),
    "public:day_file": Elsewhere("a file of a closed day for programs; test_on_day of the public reads each"),
    "public:status": Elsewhere("a signed list for programs; test_credentials of the public reads a measure from it"),
    "public:did": Page("", "/.well-known/did.json", file=True),
    "public:check": Page("", "/check"),
    "public:check_keys": Page("", "/check/keys.json", file=True),
    "public:check_worker": Page("", "/check-worker.js", file=True),
    "public:notices": Page("", "/notices"),
    "public:feed": Page("", "/notices/feed.xml", file=True),
    "public:log": Page("", "/log/"),
    "public:draws": Page("", "/draws"),
    "public:draws_file": Page("", "/draws.json", file=True),
    "public:draw": Elsewhere("no draw is revealed in the demo house; test_draws of the public reads one and draws it again"),
    "public:draw_file": Elsewhere("no draw is revealed in the demo house; test_draws of the public checks the file"),
    "public:notice": Page("", lambda: url("public:notice", one("publicity.notice").number)),
    "public:complaint": Page("", "/complaints"),
    "public:complaint_status": Page("", "/complaints/status"),
    "apply:find": (Page("", "/apply/"), Page("", "/apply/?q=0711")),
    "apply:product": (Page("", "/apply/0711"), Page("", "/apply/1119")),
    "public:fees": Page("", "/fees"),
    "public:guide": Page("", "/guide"),
    "public:about_mark": Page("", "/about-mark"),
    "public:language": Elsewhere("sends the reader back; test_pages of the public plays it"),
    "public:letter": Elsewhere("the address on a letter; test_letter_check asks it, with the right code and a wrong one"),
    # everybody
    "parts:home": Elsewhere("sends each person to his first page; test_arrival plays it"),
    "parts:components": Page("", "/house/components/"),
    "parts:rules": (Page("", "/rules/"), Page("engineer", "/rules/?q=期限")),
    "parts:rules_sent": Page("", "/rules.csv", file=True),
    "parts:rule": (Page("", "/rules/deadlines/certificate"), Page("", "/rules/fees/type_test")),
    "parts:authority": Page("", "/rules/authority/matrix"),
    "parts:authority_sent": Page("", "/rules/authority/matrix.xlsx", file=True),
    "parts:file": Page("engineer", lambda: url("parts:file", *paper()), file=True),
    "parts:paper": Page("engineer", lambda: url("parts:paper", *paper())),
    "parts:conversation": Page("client", lambda: url("parts:conversation", client_case().pk, "client")),
    "parts:conversation_read": POSTED,
    "parts:notices": (Page("engineer", "/inbox/"), Page("client", "/inbox/")),
    "parts:notices_read": POSTED,
    "parts:bell": Page("engineer", "/inbox/bell/", part=True),
    "parts:notice_choices": Page("engineer", "/inbox/choices/"),
    "parts:notice": Elsewhere("marks a notice as read and leads to its case; the tests of the notices follow it"),
    "parts:letter_preview": POSTED,
    # staff
    "staff:worklist": (Page("engineer", "/staff/"), Page("acceptance", "/staff/?whose=all"), Page("trainee", "/staff/")),
    "staff:save_filter": POSTED,
    "staff:change_filter": POSTED,
    "staff:assign": POSTED,
    "staff:search": (Page("engineer", "/staff/search/?q=示例"), Page("engineer", "/staff/search/?q=zz")),
    "staff:palette": Page("engineer", "/staff/palette/?q=示例", part=True),
    "staff:case_history": Page("engineer", lambda: url("staff:case_history", case("planned").pk)),
    "staff:signed": Page("decider", lambda: url("staff:signed", *entry("decision.made"))),
    "staff:preview": Page("approver", lambda: url("staff:preview", one("cases.case", state="decided").pk), file=True),
    "staff:integrity": (Page("leader", "/staff/integrity/"), Page("engineer", "/staff/integrity/")),
    "staff:alarm_act": Elsewhere("the demo house has no alarm; shouze/audiences/staff/tests/test_integrity.py"),
    "staff:absence": (Page("engineer", "/staff/absence/"), Page("administrator", "/staff/absence/")),
    "staff:absence_act": Page("engineer", "/staff/absence/do/delegation.given/"),
    "staff:changes": (Page("engineer", "/staff/changes/"), Page("engineer", "/staff/changes/?kind=extension&state=open")),
    "staff:told": Page("engineer", "/staff/changes/told/"),
    "staff:changes_sent": Page("engineer", "/staff/changes.csv", file=True),
    "staff:transitions": Page("rules", "/staff/transitions/"),
    "staff:transition": (Page("rules", "/staff/transitions/gb4706_29_2025/"), Page("rules", "/staff/transitions/c07_01_2024/")),
    "staff:transition_sent": Page("rules", "/staff/transitions/gb4706_29_2025/affected.xlsx", file=True),
    "staff:transition_open": Page("rules", "/staff/transitions/gb17761_2024/open/"),
    "staff:desk": (
        Page("certificates", "/staff/desk/marks/"), Page("complaints", "/staff/desk/complaints/"),
        Page("certificates", "/staff/desk/notices/"), Page("risk", "/staff/desk/erasures/"),
        Page("certificates", "/staff/desk/part-changes/"), Page("certificates", "/staff/desk/facilities/"),
        Page("certificates", "/staff/desk/technical-persons/"),
        Page("risk", "/staff/desk/signals/"), Page("risk", "/staff/desk/classes/"),
        Page("certificates", "/staff/desk/measures/"),
    ),
    "staff:desk_sent": Page("complaints", "/staff/desk/complaints.csv", file=True),
    "staff:desk_new": (
        Page("certificates", "/staff/desk/notices/new/notice.published/"),
        Page("risk", "/staff/desk/erasures/new/content.erased/"),
        Page("risk", "/staff/desk/signals/new/signal.received/"),
    ),
    "staff:desk_row": (
        Page("certificates", lambda: url("staff:desk_row", "marks", one("marks.markorder").pk)),
        Page("complaints", lambda: url("staff:desk_row", "complaints", one("complaints.complaint").pk)),
        Page("certificates", lambda: url("staff:desk_row", "notices", one("publicity.notice").pk)),
        Page("certificates", lambda: url("staff:desk_row", "part-changes", one("key_parts.partchange").pk)),
        Page("certificates", lambda: url("staff:desk_row", "facilities", one("facilities.facility").pk)),
        Page("certificates", lambda: url("staff:desk_row", "technical-persons", one("technical_persons.technicalperson").pk)),
        *(on_desk("signals", "signals.qualityevent", state) for state in ("received", "final")),
        on_desk("classes", "classification.proposal", "approved"),
    ),
    "staff:desk_file": Elsewhere("a file of a thing on a desk; test_classes of the staff opens one"),
    "staff:classes": (Page("risk", "/staff/classes/"), Page("risk", "/staff/classes/?letter=D&q=0711")),
    "staff:class_sent": Page("risk", "/staff/classes.xlsx", file=True),
    "staff:class_trial": Page("risk", "/staff/classes/trial/"),
    "staff:class": (
        Page("risk", lambda: url("staff:class", *concerned("approved"))),
        Page("risk", lambda: url("staff:class", *example_pair())),
    ),
    "staff:desk_act": Elsewhere("the same form as of every act; test_desks opens and sends each"),
    "staff:complaint_file": Elsewhere("a paper of a complaint that has one; test_desks fetches it"),
    "staff:visits:list": Page("inspector", "/staff/visits/"),
    "staff:visits:visit": (
        Page("inspector", lambda: url("staff:visits:visit", visit("planned").pk)),
        Page("auditor", lambda: url("staff:visits:visit", visit("concluded").pk)),
    ),
    "staff:visits:worker": Page("inspector", "/staff/visits/worker.js", file=True),
    "staff:visits:session": Page("inspector", "/staff/visits/session", part=True),
    "staff:visits:package": Page("inspector", lambda: url("staff:visits:package", visit("planned").pk), part=True),
    **dict.fromkeys(
        [f"staff:visits:{name}" for name in
         ("files", "file", "acts", "act", "report", "nonconformities", "hand_in")],
        Elsewhere("what a visit without a connection sends and fetches; the tests of the visits play it"),
    ),
    "staff:worklist_csv": Page("engineer", "/staff/cases.csv", file=True),
    "staff:worklist_xlsx": Page("engineer", "/staff/cases.xlsx", file=True),
    "staff:board": (Page("leader", "/staff/board/"), Page("finance", "/staff/board/?period=52w"), Page("trainee", "/staff/board/", status=403)),
    "staff:process_record": Page("leader", "/staff/board/process.xes", file=True),
    "staff:board_table": Page("leader", "/staff/board/waits.csv", file=True),
    "staff:case": (
        Page("engineer", lambda: url("staff:case", case("planned").pk)),
        Page("decider", lambda: url("staff:case", one("cases.case", state="reviewed").pk)),
        Page("auditor", lambda: url("staff:case", one("cases.case", state="certified").pk)),
        Page("acceptance", lambda: url("staff:case", one("cases.case", state="submitted").pk)),
    ),
    "staff:case_act": (
        Page("acceptance", lambda: url("staff:case_act", one("cases.case", state="submitted").pk, "application.accepted")),
        Page("engineer", lambda: url("staff:case_act", case("planned").pk, "case.paused")),
        Page("engineer", lambda: url("staff:case_act", case("accepted").pk, "plan.made")),
        Page("planner", lambda: url("staff:case_act", case("planned").pk, "inspection.planned")),
        Page("reviewer", lambda: url("staff:case_act", one("cases.case", state="evaluated").pk, "review.concluded")),
        Page("decider", lambda: url("staff:case_act", one("cases.case", state="reviewed").pk, "decision.made")),
        Page("approver", lambda: url("staff:case_act", one("cases.case", state="decided").pk, "certificate.approved")),
    ),
    "staff:certificate": Page("certificates", "/staff/certificates/2024990711000118/"),
    "staff:certificate_act": Page("decider", lambda: url("staff:certificate_act", one("certificates.certificate", state="valid").pk, "certificate.suspended")),
    "staff:trace_search": (Page("engineer", "/staff/trace/"), Page("engineer", "/staff/trace/?number=2024990711000119", status=404)),
    "staff:dossiers": Page("risk", "/staff/trace/dossiers/"),
    "staff:dossier_new": Page("risk", "/staff/trace/dossiers/new/?kind=certificate&key=2024990711000118&on=2026-01-01"),
    "staff:dossier": Page("risk", lambda: url("staff:dossier", one("tracing.dossier").pk)),
    "staff:dossier_sent": Page("risk", lambda: url("staff:dossier_sent", one("tracing.dossier").pk), status=404),  # no worker made it
    "staff:trace_of": (Page("auditor", "/staff/trace/laboratory/LAB-R/"), Page("auditor", "/staff/trace/person/E005/"), Page("auditor", "/staff/trace/rule/deadlines/certificate/"), Page("auditor", "/staff/trace/report/NO-SUCH/", status=404)),
    "staff:trace_sent": Page("auditor", "/staff/trace/certificate/2024990711000118/as/prov.json", file=True),
    "staff:trace": Page("auditor", "/staff/trace/2024990711000118/"),
    "staff:plans": Page("planner", "/staff/plans/"),
    "staff:plan_new": (Page("planner", "/staff/plans/new/"), Page("engineer", "/staff/plans/new/", status=403)),
    "staff:plan": (Page("planner", lambda: url("staff:plan", one("planning.plan").pk)), Page("planner", lambda: url("staff:plan", one("planning.plan").pk) + "?view=months"), Page("planner", lambda: url("staff:plan", one("planning.plan").pk) + "?view=lines"), Page("planner", lambda: url("staff:plan", one("planning.plan").pk) + "?view=left"), Page("planner", lambda: url("staff:plan", one("planning.plan").pk) + "?view=differences")),
    "staff:plan_progress": Page("planner", lambda: url("staff:plan_progress", one("planning.plan").pk), status=286, part=True),
    "staff:plan_sent": Page("planner", lambda: url("staff:plan_sent", one("planning.plan").pk, "xlsx"), file=True),
    "staff:plan_import": Page("planner", lambda: url("staff:plan_import", one("planning.plan").pk)),
    "staff:plan_act": Page("planner", lambda: url("staff:plan_act", one("planning.plan", state="adopted").pk, "plan.changed") + f"?line={one('planning.planline').pk}"),
    "staff:draws": Page("surveillance", "/staff/plans/draws/"),
    "staff:draw_new": Page("surveillance", "/staff/plans/draws/new/"),
    "staff:draw": Page("surveillance", lambda: url("staff:draw", one("draws.draw").pk)),
    "staff:draw_act": Page("surveillance", lambda: url("staff:draw_act", one("draws.draw").pk, "draw.overridden")),
    "staff:draw_file": Page("surveillance", lambda: url("staff:draw_file", one("draws.draw").pk), status=404, file=True),
    "staff:parts": (Page("engineer", "/staff/parts/?text=IGBT"), Page("engineer", "/staff/parts/")),
    "staff:parts_sent": Page("engineer", lambda: url("staff:parts_sent", "csv", text="IGBT"), file=True),
    "staff:parts_list": Page("engineer", lambda: url("staff:parts_list", one("key_parts.partslist", number="2024990711000118").pk)),
    "staff:parts_list_sent": Page("engineer", lambda: url("staff:parts_list_sent", one("key_parts.partslist").pk, "xlsx"), file=True),
    "staff:impact": (Page("risk", "/staff/impact/"), Page("risk", "/staff/impact/?kind=laboratory&thing=LAB-R"), Page("risk", "/staff/impact/?kind=laboratory&thing=NONE", status=404)),
    "staff:impact_figures": Page("risk", "/staff/impact/figures/?kind=laboratory&thing=LAB-R", part=True),
    "staff:impact_freeze": POSTED,
    "staff:impact_sent": Page("risk", "/staff/impact/affected.csv?kind=laboratory&thing=LAB-R", file=True),
    "staff:surveillance:programme": (Page("surveillance", "/staff/surveillance/"), Page("leader", "/staff/surveillance/?when=overdue&letter=B")),
    "staff:surveillance:sent": Page("surveillance", "/staff/surveillance/lines.csv", file=True),
    "staff:surveillance:new": Page("surveillance", lambda: url("staff:surveillance:new", "surveillance.triggered", certificate=str(one("certificates.certificate", state="valid").pk))),
    "staff:surveillance:line": Page("surveillance", lambda: url("staff:surveillance:line", one("surveillance.task", state="open").pk)),
    "staff:surveillance:history": Page("surveillance", lambda: url("staff:surveillance:history", one("surveillance.covered").certificate.number)),
    "staff:surveillance:samples": Page("surveillance", lambda: url("staff:surveillance:samples", one("evidence.sealedsample").case_id)),
    "staff:doubts": Page("risk", "/staff/impact/doubts/"),
    "staff:doubt_new": Page("risk", lambda: url("staff:doubt_new", affected=one("impact.doubt").affected)),
    "staff:doubt": Page("risk", lambda: url("staff:doubt", one("impact.doubt", state="reevaluating").pk)),
    "staff:doubt_act": Page("risk", lambda: url("staff:doubt_act", one("impact.doubt", state="raised").pk, "reevaluation.ordered")),
    "staff:reevaluations": (Page("engineer", "/staff/impact/reevaluations/"), Page("risk", "/staff/impact/reevaluations/?all=1")),
    "staff:reevaluation": Page("engineer", lambda: url("staff:reevaluation", one("impact.reevaluation").pk)),
    "staff:reevaluation_act": Page("engineer", lambda: url("staff:reevaluation_act", one("impact.reevaluation", state="open", engineer_id=one("people.person", employee_number="E003").pk).pk, "reevaluation.concluded")),
    "staff:rules": Elsewhere("an old address that leads to /rules/"),
    "staff:register": tuple(Page("administrator", f"/staff/{name}/") for name in ("people", "organisations", "laboratories", "appeals")),
    "staff:register_sent": Page("administrator", "/staff/people.csv", file=True),
    "staff:register_new": (Page("administrator", "/staff/people/new/person.registered/"), Page("laboratories", "/staff/laboratories/new/laboratory.contracted/")),
    "staff:register_row": (
        Page("administrator", lambda: url("staff:register_row", "people", one("people.person", employee_number="E008").pk)),
        Page("engineer", lambda: url("staff:register_row", "organisations", one("organisations.organisation").pk)),
        Page("laboratories", lambda: url("staff:register_row", "laboratories", one("laboratories.laboratory").pk)),
        Page("complaints", lambda: url("staff:register_row", "appeals", one("complaints.appeal").pk)),
    ),
    "staff:register_act": Page("administrator", lambda: url("staff:register_act", "people", one("people.person", employee_number="E008").pk, "person.appointed")),
    # clients
    "clients:home": Page("client", "/clients/"),
    "clients:new": Page("client", "/clients/applications/new/"),
    "clients:case": Page("client", lambda: url("clients:case", client_case().pk)),
    "clients:certificates": Page("client", "/clients/certificates/"),
    "clients:never-asked": POSTED,
    "clients:certificate": Page("client", "/clients/certificates/2024990711000118/"),
    "clients:change": Page("client", "/clients/certificates/2024990711000118/change/"),
    "clients:change-form": tuple(
        Page("client", f"/clients/certificates/2024990711000118/change/particulars/?{kinds}")
        for kinds in ("kind=6&kind=9", "kind=3&kind=4&kind=5", "kind=12&kind=13&kind=14&kind=16")
    ),
    "clients:turn": tuple(
        Page("client", f"/clients/certificates/2024990711000118/apply/{kind}/")
        for kind in ("extension", "renewal", "conversion")
    ),
    "clients:parts": Page("client", lambda: url("clients:parts", own_list().number)),
    "clients:parts-sent": Page("client", lambda: url("clients:parts-sent", own_list().number, "csv"), file=True),
    "clients:parts-file": Page("client", lambda: url("clients:parts-file", own_list().number)),
    "clients:own": Page("client", "/clients/own/"),
    "clients:own-new": (Page("client", "/clients/own/new/technical_person.applied/"), Page("client", "/clients/own/new/facility.registered/")),
    "clients:own-renew": Page("client", lambda: url("clients:own-renew", one("facilities.facility").pk)),
    "clients:classes": Page("client", "/clients/classes/"),
    "clients:class": Page("client", lambda: url("clients:class", *example_pair())),
    "clients:class-object": Elsewhere("the same form as of every act; test_classes of the clients sends it"),
    "clients:signal": Page("client", lambda: url("clients:signal", own_event())),
    "clients:signal-object": Page("client", lambda: url("clients:signal-object", own_event())),
    "clients:measure": tuple(
        Page("client", f"/clients/certificates/2024990711000118/ask/{kind}/") for kind in ("stop", "cancellation")
    ),
    "clients:marks": Page("client", "/clients/certificates/2024990711000118/marks/"),
    "clients:marks-order": tuple(
        Page("client", f"/clients/certificates/2024990711000118/marks/{kind}/")
        for kind in ("standard", "printed", "electronic")
    ),
    "clients:bills": Page("client", "/clients/bills/"),
    "clients:bills-sent": Page("client", "/clients/bills.csv", file=True),
    "clients:bill": Page("client", lambda: url("clients:bill", client_case(state="certified").pk)),
    "clients:bill-lines": Page("client", lambda: url("clients:bill-lines", client_case(state="certified").pk, "csv"), file=True),
    "clients:letters": Page("client", "/clients/letters/"),
    "clients:papers": Page("client", "/clients/papers/"),
    "clients:marks-orders": Page("client", "/clients/marks/"),
    "clients:marks-sent": Page("client", "/clients/marks/orders.csv", file=True),
    **dict.fromkeys((
        "clients:marks-shown", "clients:marks-act", "clients:marks-drawing", "clients:codes-assign",
        "clients:codes-sheet", "clients:codes-picture",
    ), Elsewhere("an order and its codes, once there are some; test_marks opens them")),
    "clients:act": Elsewhere("offered while something is awaited from the client; test_cases opens each"),
    "clients:appeal": Elsewhere("offered after a decision against the client; test_cases opens it"),
    **dict.fromkeys((
        "clients:draft", "clients:draft-products", "clients:draft-upload", "clients:draft-rows",
        "clients:draft-step", "clients:draft-sheet", "clients:draft-waiting", "clients:draft-organisation", "clients:draft-factory", "clients:draft-discard",
    ), Elsewhere("pages of a draft: test_drafts and the story in the browser open them")),
    # laboratories
    "laboratories:home": Page("laboratory", "/laboratories/"),
    "laboratories:export": Page("laboratory", "/laboratories/orders.xlsx", file=True),
    "laboratories:order": Page("laboratory", lambda: url("laboratories:order", order().pk)),
    "laboratories:deliveries": Page("laboratory", "/laboratories/deliveries/"),
    "laboratories:history": Page("laboratory", "/laboratories/history/"),
    "laboratories:history_export": Page("laboratory", "/laboratories/history.csv", file=True),
    "laboratories:scope": Page("laboratory", "/laboratories/scope/"),
    "laboratories:discard": POSTED,
    "laboratories:samples": Page("laboratory", lambda: url("laboratories:samples", order().pk)),
    "laboratories:refusal": Page("laboratory", lambda: url("laboratories:refusal", order().pk)),
    "laboratories:failure": Page("laboratory", lambda: url("laboratories:failure", order().pk)),
    "laboratories:facility": Page("laboratory", lambda: url("laboratories:facility", order(state="testing").pk)),
    "laboratories:report": Page("laboratory", lambda: url("laboratories:report", order().pk)),
    "clients:transfers": Page("client", "/clients/transfers/"),
    "clients:transfer-new": Page("client", "/clients/transfers/new/"),
    "clients:transfer-act": Page("client", lambda: url("clients:transfer-act", one("transfers.Transfer", side="old", state="received").pk, "handover.consented")),
    "staff:transfers": (Page("certificates", "/staff/transfers/"), Page("certificates", "/staff/transfers/?side=old")),
    "staff:message_read": Elsewhere("takes a file at the same door as messages; audiences/machines/tests/test_transfer_doors.py"),
    "staff:asked_by_letter": Page("certificates", "/staff/transfers/asked/"),
    "staff:bodies": Page("administrator", "/staff/transfers/bodies/"),
    "staff:body_new": Page("administrator", "/staff/transfers/bodies/new/"),
    "staff:body_act": Page("administrator", lambda: url("staff:body_act", one("transfers.Body").pk, "body.changed")),
    "staff:own_key_act": Elsewhere("a key is made at the command line; certification/transfers/tests/test_rotation.py"),
    "staff:transfer": (Page("certificates", lambda: url("staff:transfer", one("transfers.Transfer", side="new", state="asked").pk)), Page("certificates", lambda: url("staff:transfer", one("transfers.Transfer", side="new", state="completed").pk)), Page("decider", lambda: url("staff:transfer", one("transfers.Transfer", side="old").pk))),
    "staff:transfer_act": Page("certificates", lambda: url("staff:transfer_act", one("transfers.Transfer", side="new", state="asked").pk, "transfer.status_checked")),
    "staff:transfer_file": Page("certificates", lambda: url("staff:transfer_file", one("transfers.Transfer", side="old").pk, "xlsx"), file=True),
    "staff:message_sent": Page("certificates", lambda: url("staff:message_sent", one("transfers.Message", outgoing=True).transfer_id, one("transfers.Message", outgoing=True).pk), file=True),
    "laboratories:results": Page("laboratory", lambda: url("laboratories:results", order().pk, "csv"), file=True),
}
# fmt: on

#: below these nothing is a page: the interface for machines is proven against its own description
NOT_PAGES: Final = ("api/", "transfers/")


def routes() -> Iterator[tuple[str, str]]:
    """Every address pattern of the house with the name of its route (the pattern itself where it has none)."""
    yield from _walk(get_resolver(), "", ())


def examples() -> Iterator[tuple[str, Page]]:
    """Every page of the table, with the name of its route."""
    for name, example in ROUTES.items():
        if isinstance(example, Elsewhere):
            continue
        for page in example if isinstance(example, tuple) else (example,):
            yield name, page


def _walk(resolver: URLResolver, before: str, spaces: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield address, ":".join((*spaces, pattern.name)) if pattern.name else address
        elif address not in NOT_PAGES:
            yield from _walk(pattern, address, (*spaces, pattern.namespace) if pattern.namespace else spaces)
