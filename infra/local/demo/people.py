"""The demo desk's settings: who works there, who writes in, and the labels, texts and targets they use."""

from __future__ import annotations

from dataclasses import dataclass

WORKSPACE = "acme"
NAME = "Acme Support"
MAIL_DOMAIN = "acme.example"
SUPPORT = f"support@{MAIL_DOMAIN}"
PASSWORD = "workestra-demo-1"  # noqa: S105 - printed when the desk starts; it opens nothing but this demo
API_KEY_NAME = "Demo key"


@dataclass(frozen=True, slots=True)
class DemoMember:
    name: str
    email: str
    role: str
    can_delete: bool = False


@dataclass(frozen=True, slots=True)
class DemoContact:
    name: str
    email: str


MEMBERS = {
    "ana": DemoMember("Ana K.", f"ana@{MAIL_DOMAIN}", "admin", can_delete=True),
    "ben": DemoMember("Ben Ito", f"ben@{MAIL_DOMAIN}", "agent", can_delete=True),
    "carla": DemoMember("Carla Nunes", f"carla@{MAIL_DOMAIN}", "agent"),
    "dmitri": DemoMember("Dmitri Vale", f"dmitri@{MAIL_DOMAIN}", "viewer"),
}

CONTACTS = {
    "maya": DemoContact("Maya Osei", "maya@northpier.example"),
    "tom": DemoContact("Tom Lindqvist", "tom@lindqvistcycles.example"),
    "ines": DemoContact("Inês Duarte", "ines@casaduarte.example"),
    "hiro": DemoContact("Hiro Tanabe", "hiro.tanabe@kilnandclay.example"),
    "priya": DemoContact("Priya Raman", "priya@ramanyoga.example"),
    "oskar": DemoContact("Oskar Weiß", "oskar@weiss-fotografie.example"),
    "leila": DemoContact("Leila Haddad", "leila@haddad-dental.example"),
    "grace": DemoContact("Grace Mbeki", "grace@sunbirdtours.example"),
    "paul": DemoContact("Paul Renaud", "paul@ateliers-renaud.example"),
    "nora": DemoContact("Nora Finch", "nora@finchandco.example"),
    "yusuf": DemoContact("Yusuf Aydın", "yusuf@aydinbarber.example"),
    "elena": DemoContact("Elena Petrova", "elena@petrova-music.example"),
    "sam": DemoContact("Sam Whitlock", "sam@whitlockclimbing.example"),
    "mei": DemoContact("Mei Chen", "mei@lotusspa.example"),
    "jonas": DemoContact("Jonas Berg", "jonas@bergphysio.example"),
    "ruth": DemoContact("Ruth Abara", "ruth@littlelanterns.example"),
}

LABELS = {
    "billing": ("Billing", "#a13a00"),
    "calendar": ("Calendar", "#1d4ed8"),
    "payments": ("Payments", "#6d28d9"),
    "mobile": ("Mobile app", "#14693a"),
    "api": ("API", "#3f5a68"),
    "mail": ("Mail", "#8a5200"),
    "vip": ("Key customer", "#b3261e"),
    "wish": ("Wish list", "#7a5a00"),
}

CANNED = {
    "Ask for details": (
        "Hello {{customer_name|there}},\n\nthank you for writing. To find out what happened, could you tell me:\n\n"
        "- on which page it happened, and at about what time\n- what you expected to see\n- a screenshot, if you have"
        " one"
        "\n\nBest regards\n{{agent_name}}"
    ),
    "Looking into it": (
        "Hello {{customer_name|there}},\n\nI have taken over {{ticket_id}} and am looking into it now. You can follow"
        " it here: {{ticket_url}}\n\n{{agent_name}}"
    ),
    "Refund on its way": (
        "Hello {{customer_name|there}},\n\nthe refund has left us today. Banks take three to five working days to show"
        " it."
        "\n\n{{agent_name}}, {{workspace_name}}"
    ),
    "Closing after silence": (
        "Hello {{customer_name|there}},\n\nI haven't heard from you about “{{ticket_title}}”, so I take it that all is"
        " well. Just answer this mail if it isn't.\n\n{{agent_name}}"
    ),
}

VIEWS = {  # shared with the whole desk
    "SLA at risk": {"sla": "warning,breached"},
    "Urgent and high": {"priority": "urgent,high", "status": "open,in_progress"},
}

POLICIES = {  # priority: minutes to the first response, minutes to the resolution
    "urgent": (30, 4 * 60),
    "high": (2 * 60, 8 * 60),
    "medium": (8 * 60, 3 * 24 * 60),
    "low": (24 * 60, 7 * 24 * 60),
}
