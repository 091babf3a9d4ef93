"""Who wrote during the demo's past: the customers of its newest tickets, and many more."""

from __future__ import annotations

from infra.local.demo.history.model import Regular
from infra.local.demo.people import CONTACTS

_KNOWN = {"oskar": "de", "jonas": "de", "paul": "fr"}
"""Those of the demo's customers who don't write English."""
_WRITES_OFTEN = {"grace": 3.0, "maya": 2.5, "leila": 2.0, "tom": 1.5}

_FURTHER = (
    Regular("Adaeze Nwosu", "adaeze@nwosu-catering.example", weight=1.6),
    Regular("Alasdair Muir", "alasdair@muirkayaks.example"),
    Regular("Anja Brandt", "anja.brandt@yogaraum-brandt.example", "de", 1.4),
    Regular("Antoine Lefèvre", "antoine@poterie-lefevre.example", "fr"),
    Regular("Beatriz Solano", "beatriz@estudiosolano.example", "es", 1.3),
    Regular("Bilal Karim", "bilal@karimcars.example"),
    Regular("Camille Roux", "camille@cabinet-roux.example", "fr", 1.4),
    Regular("Chidi Eze", "chidi@ezefitness.example"),
    Regular("Claire O'Dowd", "claire@odowdpilates.example", weight=1.8),
    Regular("Dario Moretti", "dario@morettibarbers.example"),
    Regular("Diego Fuentes", "diego@escaladafuentes.example", "es"),
    Regular("Edith Krüger", "edith@musikschule-krueger.example", "de", 1.2),
    Regular("Emre Yıldız", "emre@yildizdental.example"),
    Regular("Esther Goldberg", "esther@goldbergoptics.example"),
    Regular("Fatou Diallo", "fatou@diallo-coiffure.example", "fr", 1.2),
    Regular("Femke de Vries", "femke@devriesfietsen.example"),
    Regular("Finn Johansen", "finn@fjordsauna.example"),
    Regular("Franziska Keller", "franziska@praxis-keller.example", "de", 2.0),
    Regular("Gareth Pugh", "gareth@pughtutoring.example"),
    Regular("Giulia Ferri", "giulia@ferricooking.example"),
    Regular("Hana Sato", "hana@satoflowers.example"),
    Regular("Henrik Lund", "henrik@lundphoto.example"),
    Regular("Imani Brooks", "imani@brooksdance.example", weight=1.5),
    Regular("Isabel Navarro", "isabel@clinicanavarro.example", "es", 1.5),
    Regular("Jana Nováková", "jana@novakova-spa.example"),
    Regular("Joaquín Peral", "joaquin@buceoperal.example", "es"),
    Regular("Karim Benali", "karim@benali-auto.example", "fr"),
    Regular("Katrin Vogel", "katrin@vogel-kosmetik.example", "de", 1.2),
    Regular("Kofi Mensah", "kofi@mensahtours.example", weight=1.4),
    Regular("Lars Petersen", "lars@petersen-segeln.example", "de"),
    Regular("Lena Hofmann", "lena@hofmann-hundeschule.example", "de", 1.5),
    Regular("Liam Byrne", "liam@byrnegolf.example"),
    Regular("Lucía Ortega", "lucia@ortegadanza.example", "es"),
    Regular("Marek Kowal", "marek@kowalcycling.example"),
    Regular("Margot Petit", "margot@petit-patisserie.example", "fr", 1.1),
    Regular("Mateus Rocha", "mateus@rochasurf.example"),
    Regular("Mina Farouk", "mina@faroukclinic.example", weight=1.7),
    Regular("Moritz Ahlers", "moritz@kletterhalle-ahlers.example", "de"),
    Regular("Niamh Walsh", "niamh@walshceramics.example"),
    Regular("Noor Hassan", "noor@hassanbeauty.example"),
    Regular("Olivia Grant", "olivia@grantvets.example", weight=2.2),
    Regular("Pilar Campos", "pilar@camposyoga.example", "es"),
    Regular("Rachel Stein", "rachel@steinmusic.example"),
    Regular("Rohan Mehta", "rohan@mehtaacademy.example", weight=1.3),
    Regular("Sabine Wolff", "sabine@wolff-reitstall.example", "de"),
    Regular("Sanne Bakker", "sanne@bakkerbrood.example"),
    Regular("Sofia Lindgren", "sofia@lindgrenspa.example"),
    Regular("Tariq Aziz", "tariq@azizboxing.example"),
    Regular("Thandi Khumalo", "thandi@khumalosafaris.example", weight=1.2),
    Regular("Théo Marchand", "theo@marchand-velos.example", "fr"),
    Regular("Valentina Cruz", "valentina@cruzmasajes.example", "es"),
    Regular("Wendy Tran", "wendy@trannails.example"),
)

REGULARS = (
    *(
        Regular(one.name, one.email, _KNOWN.get(key, "en"), _WRITES_OFTEN.get(key, 1.2))
        for key, one in CONTACTS.items()
    ),
    *_FURTHER,
)

STRANGERS = (
    Regular("Best Rank", "offers@best-rank.example"),
    Regular("Invoice Factory", "sales@invoicefactory.example"),
    Regular("Lucky Draw", "winner@luckydraw.example"),
    Regular("Global Leads", "hello@globalleads.example"),
    Regular("Crypto Pilot", "pilot@cryptopilot.example"),
)
"""Those whose mail was spam."""
SPAM = (
    ("Be number one on every search page", "We looked at your website. For 99.00 a month we bring you to the top."),
    ("Unpaid invoice attached", "Please see the invoice in our cloud and pay within 24 hours."),
    ("You have been chosen", "Congratulations! Reply with your address to receive the prize."),
    ("12,000 fresh leads for your business", "Our list has decision makers of your industry, sorted by revenue."),
    ("Earn while you sleep", "Our members made 4,000 in their first week. Places are limited."),
)
"""What each of them wrote."""
