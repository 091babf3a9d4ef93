"""What people write about the app and the rest, and what everybody wrote about on one day."""

from __future__ import annotations

from infra.local.demo.history.model import Matter, Phrasing

SUBJECTS = (
    Matter(
        type="bug_report",
        labels=("mobile",),
        weight=0.6,
        rising=14,
        wordings=(
            Phrasing("en", "App is slow since the update", "Opening the day takes ten seconds on my phone."),
            Phrasing("en", "App closes by itself", "Version 5.2: as soon as I open a customer it is gone."),
            Phrasing("de", "App stürzt ab", "Seit dem Update auf 5.2 schließt sie sich beim Öffnen eines Kunden."),
            Phrasing("fr", "L'application se ferme", "Depuis la version 5.2 elle se ferme toute seule."),
            Phrasing("es", "La aplicación se cierra", "Desde la versión 5.2 se cierra al abrir un cliente."),
        ),
        answers={
            "en": (
                "We see the same on phones with little memory; 5.2.1 is being looked at by the stores. Until then"
                " *Small pictures* under *App* helps.",
                "Could you tell me the phone's model, and send the report with *Help → Send report*?",
            ),
            "de": ("Wir sehen dasselbe auf Geräten mit wenig Speicher. Bis 5.2.1 hilft *Kleine Bilder*.",),
            "fr": ("Nous le voyons sur des téléphones à peu de mémoire. La 5.2.1 arrive ; *Petites images* aide.",),
            "es": ("Lo vemos en teléfonos con poca memoria. Hasta la 5.2.1 ayuda *Imágenes pequeñas*.",),
        },
        resolution="Version 5.2.1 no longer closes.",
        note="Same trace as the others, picture cache. Add to the bug.",
    ),
    Matter(
        type="bug_report",
        labels=("mobile",),
        weight=0.5,
        rising=12,
        wordings=(
            Phrasing("en", "No notices on my phone", "Bookings come in and the phone stays silent."),
            Phrasing("en", "Notices hours too late", "What is booked at nine I hear of at noon."),
            Phrasing("de", "Keine Mitteilungen in der App", "Buchungen kommen, das Telefon bleibt still."),
        ),
        answers={
            "en": (
                "The phone puts the app to sleep to save power. *Settings → Battery → Unrestricted* wakes it.",
                "Version 5.2 forgets its permission. Please switch notices off and on once.",
            ),
            "de": ("Das Telefon legt die App schlafen. *Einstellungen → Akku → Nicht eingeschränkt* hilft.",),
        },
        resolution="Notices arrive once the phone lets the app run.",
        note="Half of them are 5.2, the other half battery savers.",
    ),
    Matter(
        labels=("mobile",),
        weight=0.5,
        rising=9,
        wordings=(
            Phrasing("en", "Can't sign in to the app", "On the computer it works, the app says no network."),
            Phrasing("en", "App on a second phone", "May two of us use one account on two phones?"),
            Phrasing("es", "La aplicación dice que no hay red", "En el ordenador funciona, en el móvil no."),
        ),
        answers={
            "en": ("Please update to the newest version: older ones know a certificate that is no longer valid.",),
            "es": ("Actualice a la última versión: las anteriores usan un certificado caducado.",),
        },
        resolution="The newest version signs in.",
        note="Old builds pin the certificate. We knew that this would come.",
    ),
    Matter(
        type="feature_request",
        priority="low",
        labels=("wish", "mobile"),
        rising=2,
        weight=0.7,
        wordings=(
            Phrasing("en", "Tablet view", "On our tablet the app is only a large phone."),
            Phrasing("en", "Check people in by scanning", "A code on their phone, held before ours, would be great."),
            Phrasing("de", "Ansicht für Tablets", "Auf unserem Tablet ist die App nur ein großes Telefon."),
        ),
        answers={
            "en": ("That is being built. Would you like to be among the first who try it?",),
            "de": ("Das entsteht gerade. Möchten Sie zu den Ersten gehören, die es ausprobieren?",),
        },
        resolution="Noted, and on the list of first testers.",
        note="Tester list is in the shared folder.",
    ),
    Matter(
        type="bug_report",
        wordings=(
            Phrasing("en", "Export has wrong umlauts", "Names with accents are broken in the table."),
            Phrasing("en", "Report shows last year", "Numbers of {day} are counted for another month."),
            Phrasing("de", "Umlaute im Export kaputt", "In der Tabelle stehen Zeichen statt der Umlaute."),
        ),
        answers={
            "en": (
                "Please open it by *Data → From text* and choose UTF-8; double-clicking makes Excel guess.",
                "The report goes by the day of payment. Above it you can switch to the day of the booking.",
            ),
            "de": ("Bitte über *Daten → Aus Text* öffnen und UTF-8 wählen.",),
        },
        resolution="The table opens as it should.",
        note="We could write the mark that Excel looks for.",
    ),
    Matter(
        priority="low",
        wordings=(
            Phrasing("en", "Pictures look blurred", "Our logo is sharp at home and blurred on the page."),
            Phrasing("en", "Print the list of participants", "It takes three pages for twelve people."),
            Phrasing("es", "El logotipo se ve borroso", "En casa es nítido y en la página no."),
        ),
        answers={
            "en": ("A file of twice the size shows sharp; there is a note beside the upload.",),
            "es": ("Con un archivo del doble de tamaño se ve nítido.",),
        },
        resolution="A larger file was uploaded.",
        note="SVG would end this for good.",
    ),
    Matter(
        type="support_ticket",
        labels=("mail",),
        weight=0.8,
        wordings=(
            Phrasing("en", "Edit the confirmation text", "Where do I change what people get after booking?"),
            Phrasing("en", "Language of the mails", "Our guests write French and get English mails."),
            Phrasing("fr", "Langue des e-mails", "Nos clients reçoivent des messages en anglais."),
            Phrasing("de", "Text der Bestätigung ändern", "Wo ändere ich, was Kunden nach der Buchung lesen?"),
        ),
        answers={
            "en": ("Under *Mail → Texts*, each in every language you have switched on.",),
            "fr": ("Sous *E-mail → Textes*, dans chaque langue que vous avez activée.",),
            "de": ("Unter *E-Mail → Texte*, in jeder Sprache, die Sie eingeschaltet haben.",),
        },
        resolution="The texts were changed.",
        note="French was switched off in their account.",
    ),
    Matter(
        type="customer_request",
        priority="low",
        weight=0.7,
        wordings=(
            Phrasing("en", "Are you open on public holidays?", "We need somebody to call if it breaks on a Sunday."),
            Phrasing("en", "Thank you", "No question. The new calendar is a joy to use. Pass it on."),
            Phrasing("de", "Lob an das Team", "Keine Frage. Der neue Kalender ist wunderbar."),
        ),
        answers={
            "en": ("Thank you, I have told everybody here.", "Urgent things reach us on any day, also by phone."),
            "de": ("Vielen Dank, ich habe es allen weitergesagt.",),
        },
        resolution="Answered.",
        note="Put it on the wall.",
    ),
)

INCIDENT = Matter(
    type="bug_report",
    priority="urgent",
    wordings=(
        Phrasing("en", "Booking page is down", "Nobody can book, the page says 503."),
        Phrasing("en", "503 on all of our pages", "Since a few minutes, with every browser."),
        Phrasing("en", "Is something wrong with Acme?", "Customers call because they can't book."),
        Phrasing("de", "Buchungsseite nicht erreichbar", "Fehler 503, seit etwa einer Viertelstunde."),
        Phrasing("fr", "La page de réservation est en panne", "Erreur 503 depuis ce matin."),
        Phrasing("es", "La página de reservas no funciona", "Aparece un error 503."),
    ),
    answers={
        "en": ("We know of it and are at work: a database is full. I'll write again within the hour.",),
        "de": ("Wir wissen davon und arbeiten daran. Ich melde mich innerhalb einer Stunde.",),
        "fr": ("Nous sommes au courant et y travaillons. Je vous réécris dans l'heure.",),
        "es": ("Lo sabemos y estamos en ello. Le escribo de nuevo en una hora.",),
    },
    resolution="The pages are back since shortly after noon; a full disk had stopped the database.",
    note="All the same cause, merge what comes from one place. Report follows.",
)
"""The cause of the one day on which everything came at once."""
