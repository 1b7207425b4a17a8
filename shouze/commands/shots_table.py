"""Which pages are pictured, and who looks at them."""

from __future__ import annotations

from typing import Final, NamedTuple


class Shot(NamedTuple):
    """A picture: its name, who looks (a login of the demo house, nobody when empty), where, and the links
    that are followed from there (CSS selectors, parted by " >> "; the first match of each).
    """

    name: str
    login: str
    path: str
    follow: str = ""


STAFF_CASE: Final = "a[href*='/staff/cases/']:not([href*='/do/'])"
DO: Final = "a[href*='/do/"
PERSON: Final = "main a[href*='/staff/people/']:not([href*='/new/'])"
ORDER: Final = "a[href*='/laboratories/orders/']"
# fmt: off
SHOTS: Final = (
    Shot("components", "", "/house/components/"),
    Shot("public-home", "", "/"),
    Shot("public-certificate", "", "/c/2024990711000118"),
    Shot("public-certificate-unknown", "", "/c/2024990711000119"),
    Shot("public-search", "", "/search?q=示例"),
    Shot("public-scan", "", "/scan"),
    Shot("public-notices", "", "/notices"),
    Shot("public-notice", "", "/notices", "main a[href*='/notices/']:not([href$='.xml'])"),
    Shot("public-complaint", "", "/complaints"),
    Shot("public-fees", "", "/fees"),
    Shot("public-guide", "", "/guide"),
    Shot("public-mark", "", "/about-mark"),
    Shot("public-covered", "", "/c/2024990711000118?model=DC-20A"),
    Shot("public-not-covered", "", "/c/2024990711000118?model=DC-20X"),
    Shot("public-check", "", "/check"),
    Shot("public-logs", "", "/log/"),
    Shot("public-day", "", "/c/2024990711000118?on=2024-05-21#day"),
    Shot("apply-find", "", "/apply/"),
    Shot("apply-product", "", "/apply/0711"),
    Shot("rules", "", "/rules/?q=期限"),
    Shot("rule", "", "/rules/deadlines/certificate"),
    Shot("rules-authority", "", "/rules/authority/matrix"),
    Shot("login", "", "/accounts/login/"),
    Shot("client-home", "client", "/clients/"),
    Shot("client-case", "client", "/clients/", "a[href*='/clients/cases/']"),
    Shot("client-application", "client", "/clients/applications/new/"),
    Shot("client-certificates", "client", "/clients/certificates/"),
    Shot("client-certificate", "client", "/clients/certificates/2024990711000118/"),
    Shot("client-marks", "client", "/clients/certificates/2024990711000118/marks/"),
    Shot("client-mark-order", "client", "/clients/certificates/2024990711000118/marks/standard/"),
    Shot("client-marks-orders", "client", "/clients/marks/"),
    Shot("laboratory-home", "laboratory", "/laboratories/"),
    Shot("laboratory-order", "laboratory", "/laboratories/", ORDER),
    Shot("laboratory-deliveries", "laboratory", "/laboratories/deliveries/"),
    Shot("laboratory-history", "laboratory", "/laboratories/history/"),
    Shot("laboratory-scope", "laboratory", "/laboratories/scope/"),
    Shot("notices", "engineer", "/inbox/"),
    Shot("notice-choices", "engineer", "/inbox/choices/"),
    Shot("client-notices", "client", "/inbox/"),
    Shot("staff-integrity", "leader", "/staff/integrity/"),
    Shot("staff-absence", "engineer", "/staff/absence/"),
    Shot("staff-absence-give", "engineer", "/staff/absence/do/delegation.given/"),
    Shot("staff-worklist", "engineer", "/staff/"),
    Shot("staff-worklist-all", "acceptance", "/staff/?whose=all"),
    Shot("staff-search", "engineer", "/staff/search/?q=示例"),
    Shot("staff-case", "engineer", "/staff/", STAFF_CASE),
    Shot("staff-case-history", "engineer", "/staff/", f"{STAFF_CASE} >> a[href$='/history/']"),
    Shot("staff-acceptance", "acceptance", "/staff/", f"{STAFF_CASE} >> {DO}application.accepted/']"),
    Shot("staff-review", "reviewer", "/staff/", f"{STAFF_CASE} >> {DO}review.concluded/']"),
    Shot("staff-decision", "decider", "/staff/", f"{STAFF_CASE} >> {DO}decision.made/']"),
    Shot("staff-approval", "approver", "/staff/", f"{STAFF_CASE} >> {DO}certificate.approved/']"),
    Shot("staff-board", "leader", "/staff/board/"),
    Shot("staff-board-finance", "finance", "/staff/board/?period=52w"),
    Shot("staff-marks", "certificates", "/staff/desk/marks/"),
    Shot("staff-complaints", "complaints", "/staff/desk/complaints/"),
    Shot("staff-visits", "inspector", "/staff/visits/"),
    Shot("staff-visit", "inspector", "/staff/visits/", "main a[href*='/staff/visits/']"),
    Shot("staff-trace-search", "auditor", "/staff/trace/"),
    Shot("staff-trace", "auditor", "/staff/trace/2024990711000118/"),
    Shot("staff-trace-laboratory", "auditor", "/staff/trace/laboratory/LAB-R/"),
    Shot("staff-plans", "planner", "/staff/plans/"),
    Shot("staff-plan", "planner", "/staff/plans/", "main table a.number"),
    Shot("staff-plan-new", "planner", "/staff/plans/new/"),
    Shot("staff-draws", "surveillance", "/staff/plans/draws/"),
    Shot("staff-draw", "surveillance", "/staff/plans/draws/", "main table a.number"),
    Shot("staff-draw-new", "surveillance", "/staff/plans/draws/new/"),
    Shot("staff-surveillance", "surveillance", "/staff/surveillance/"),
    Shot("staff-surveillance-line", "surveillance", "/staff/surveillance/", "main table a.number"),
    Shot("staff-classes", "risk", "/staff/classes/"),
    Shot("staff-class", "risk", "/staff/classes/?letter=D", "main table a"),
    Shot("staff-class-trial", "risk", "/staff/classes/trial/"),
    Shot("staff-signals", "risk", "/staff/desk/signals/"),
    Shot("staff-signal", "risk", "/staff/desk/signals/", "main table a.number"),
    Shot("staff-measures", "certificates", "/staff/desk/measures/"),
    Shot("staff-certificate", "certificates", "/staff/certificates/2024990711000118/"),
    Shot("staff-changes", "engineer", "/staff/changes/"),
    Shot("staff-transition", "rules", "/staff/transitions/gb4706_29_2025/"),
    Shot("staff-transfers", "certificates", "/staff/transfers/"),
    Shot("staff-transfer", "certificates", "/staff/transfers/", "main table a.number"),
    Shot("staff-bodies", "administrator", "/staff/transfers/bodies/"),
    Shot("staff-parts", "engineer", "/staff/parts/?text=IGBT"),
    Shot("staff-technical-persons", "certificates", "/staff/desk/technical-persons/"),
    Shot("client-change", "client", "/clients/certificates/2024990711000118/change/"),
    Shot("client-renewal", "client", "/clients/certificates/2024990711000118/apply/renewal/"),
    Shot("client-cancellation", "client", "/clients/certificates/2024990711000118/ask/cancellation/"),
    Shot("client-classes", "client", "/clients/classes/"),
    Shot("client-transfers", "client", "/clients/transfers/"),
    Shot("client-own", "client", "/clients/own/"),
    Shot("public-transitions", "", "/transitions"),
    Shot("staff-impact", "risk", "/staff/impact/?kind=laboratory&thing=LAB-R"),
    Shot("staff-doubts", "risk", "/staff/impact/doubts/"),
    Shot("staff-doubt", "risk", "/staff/impact/doubts/", "main table a"),
    Shot("staff-reevaluations", "engineer", "/staff/impact/reevaluations/"),
    Shot("staff-dossiers", "risk", "/staff/trace/dossiers/"),
    Shot("staff-erasures", "risk", "/staff/desk/erasures/"),
    Shot("staff-erase", "risk", "/staff/desk/erasures/new/content.erased/"),
    Shot("security-keys", "approver", "/accounts/2fa/"),
    Shot("staff-people", "administrator", "/staff/people/"),
    Shot("staff-person", "administrator", "/staff/people/", PERSON),
    Shot("staff-organisations", "acceptance", "/staff/organisations/"),
    Shot("staff-laboratories", "laboratories", "/staff/laboratories/"),
    Shot("staff-appeals", "complaints", "/staff/appeals/"),
)
# fmt: on
