"""What people write about invoices and payments."""

from __future__ import annotations

from infra.local.demo.history.model import Matter, Phrasing

SUBJECTS = (
    Matter(
        labels=("billing",),
        weight=1.5,
        wordings=(
            Phrasing("en", "Question about invoice {n}", "Why is it {sum} this time? It was less last month."),
            Phrasing("en", "Invoice {n} is higher than agreed", "We have one location, you charge us for two."),
            Phrasing("de", "Frage zur Rechnung {n}", "Warum sind es diesmal {sum}? Im Vormonat war es weniger."),
            Phrasing("fr", "Facture {n}", "Pourquoi {sum} ce mois-ci ? C'était moins avant."),
            Phrasing("es", "Factura {n}", "¿Por qué son {sum} este mes? Antes era menos."),
        ),
        answers={
            "en": (
                "A second location was opened in the middle of the month and is counted from that day. If nobody needs"
                " it, I'll take it off and give you the difference back.",
                "You had text messages for the first time; they are the last line of the invoice.",
            ),
            "de": ("Zur Monatsmitte kam ein zweiter Standort dazu. Soll ich ihn herausnehmen?",),
            "fr": ("Un deuxième lieu a été ouvert au milieu du mois. Dois-je le retirer ?",),
            "es": ("A mitad de mes se abrió una segunda sede. ¿Quiere que la quite?",),
        },
        resolution="The invoice was explained, and the second location taken off.",
        note="They opened it by accident while trying things. Credited in full.",
    ),
    Matter(
        type="customer_request",
        labels=("billing",),
        wordings=(
            Phrasing("en", "Please send the invoices of the last quarter", "Our accountant needs them as files."),
            Phrasing("en", "Receipt for {sum}", "I can't find the receipt of {day} anywhere."),
            Phrasing("de", "Rechnungen des letzten Quartals", "Unsere Buchhaltung braucht sie als Datei."),
        ),
        answers={
            "en": ("All of them are under *Account → Invoices*, with a button for the whole quarter.",),
            "de": ("Alle stehen unter *Konto → Rechnungen*, auch als ein Paket für das Quartal.",),
        },
        resolution="The invoices are in the account.",
        note="Accountants ask for this every quarter. A seat that sees invoices alone would help.",
    ),
    Matter(
        type="customer_request",
        labels=("billing",),
        wordings=(
            Phrasing("en", "Change our payment details", "We have a new card. The old one ends with {n}."),
            Phrasing("fr", "Nouveau moyen de paiement", "Nous avons une nouvelle carte bancaire."),
            Phrasing("es", "Cambiar la tarjeta", "Tenemos una tarjeta nueva, la anterior acaba en {n}."),
        ),
        answers={
            "en": ("Please enter it yourself under *Account → Payment*: we never see whole card numbers.",),
            "fr": ("Veuillez la saisir sous *Compte → Paiement* : nous ne voyons jamais le numéro entier.",),
            "es": ("Introdúzcala en *Cuenta → Pago*: nunca vemos el número completo.",),
        },
        resolution="The customer entered the new card.",
        note="Old card expires at the end of the month, so there was time.",
    ),
    Matter(
        priority="high",
        labels=("payments",),
        weight=1.3,
        wordings=(
            Phrasing("en", "Refund of {sum} not arrived", "My customer waits since {day} and gets impatient."),
            Phrasing("en", "Refund went to the wrong card", "They paid with another one than it was sent to."),
            Phrasing("de", "Erstattung über {sum} fehlt", "Mein Kunde wartet seit {day}."),
        ),
        answers={
            "en": (
                "It left us on {day}; the bank's reference is in the payment's history. Banks take up to five days.",
                "A refund always goes to the card it was paid with. I've asked the provider where it is.",
            ),
            "de": ("Sie ging am {day} hinaus; die Referenz der Bank steht beim Vorgang. Das dauert bis zu fünf Tage.",),
        },
        resolution="The refund arrived.",
        note="Provider confirms it. The customer's bank sat on it over the weekend.",
    ),
    Matter(
        type="bug_report",
        priority="high",
        labels=("payments",),
        wordings=(
            Phrasing("en", "Payment page does not load", "Customers see a white page instead of the card form."),
            Phrasing("en", "Some cards are declined", "About one in ten can't pay, always the same bank."),
            Phrasing("de", "Zahlung bricht ab", "Nach der Bestätigung in der Bank-App erscheint ein Fehler."),
            Phrasing("fr", "Le paiement échoue", "Après la validation bancaire, une erreur s'affiche."),
        ),
        answers={
            "en": (
                "The provider had a disturbance between ten and eleven. Does it work for your customers now?",
                "That bank asks for a second confirmation, which your own page blocks in a frame. I'll send you the"
                " line to add.",
            ),
            "de": ("Der Zahlungsanbieter hatte zwischen zehn und elf eine Störung. Geht es jetzt wieder?",),
            "fr": ("Le prestataire avait une panne entre dix et onze heures. Est-ce réparé chez vous ?",),
        },
        resolution="Payments go through again.",
        note="Provider's status page said nothing for forty minutes.",
    ),
    Matter(
        labels=("payments",),
        wordings=(
            Phrasing(
                "en", "Payout is less than expected", "We expected {sum} and got less. Where are the fees listed?"
            ),
            Phrasing("en", "When is the next payout?", "The calendar says {day}, the bank says nothing."),
            Phrasing("es", "El abono es menor", "Esperábamos {sum}. ¿Dónde están las comisiones?"),
        ),
        answers={
            "en": ("Every payout has a page with what it is made of: *Payments → Payouts*, then the arrow.",),
            "es": ("Cada abono tiene una página con su desglose: *Pagos → Abonos*.",),
        },
        resolution="The payout's parts were shown.",
        note="Two chargebacks in there, that was the difference.",
    ),
    Matter(
        type="customer_request",
        priority="low",
        labels=("billing",),
        wordings=(
            Phrasing("en", "Cancel our subscription", "We close for good at the end of the year. Thank you for all."),
            Phrasing("en", "Smaller plan", "We are only two people now. Which plan fits us?"),
            Phrasing("de", "Kleineren Tarif gesucht", "Wir sind nur noch zu zweit. Welcher Tarif passt?"),
        ),
        answers={
            "en": (
                "I have changed it from the next month on. Nothing gets lost: all bookings stay readable.",
                "For two people *Solo plus* is enough. Shall I change it on the 1st?",
            ),
            "de": ("Für zwei Personen genügt *Solo plus*. Soll ich zum Monatsersten umstellen?",),
        },
        resolution="The plan was changed.",
        note="Asked why; it's the rent, not us.",
    ),
    Matter(
        type="feature_request",
        priority="low",
        labels=("wish", "payments"),
        wordings=(
            Phrasing("en", "Deposits instead of full payment", "People would book earlier if it were a part only."),
            Phrasing("en", "Vouchers with a value", "Not for one class: for {sum}, to be used up over time."),
            Phrasing("fr", "Acompte à la réservation", "Nos clients préfèrent payer une partie d'abord."),
        ),
        answers={
            "en": ("It is on our list, and has your vote now. I'll write to you when there is a date.",),
            "fr": ("C'est sur notre liste, avec votre voix. Je vous écrirai dès qu'il y a une date.",),
        },
        resolution="Noted on the list of wishes.",
        note="Deposits are asked for more often than vouchers lately.",
    ),
)
