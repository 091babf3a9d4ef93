"""What people write about bookings and the calendar."""

from __future__ import annotations

from infra.local.demo.history.model import Matter, Phrasing

SUBJECTS = (
    Matter(
        labels=("calendar",),
        weight=1.4,
        wordings=(
            Phrasing("en", "Two people booked the same hour on {day}", "Both got a confirmation for the one place."),
            Phrasing("en", "Overbooked again", "Our {day} class takes eight and there are nine on the list."),
            Phrasing("de", "Doppelte Buchung am {day}", "Zwei Kunden haben denselben Termin, beide mit Bestätigung."),
            Phrasing("fr", "Deux réservations pour la même heure", "Deux clients ont reçu une confirmation, {day}."),
        ),
        answers={
            "en": (
                "The hour was moved by hand while somebody was paying for it. I have put the later one on the waiting"
                " list; may I write to them, or would you rather do it?",
                "One of the two came in by phone and skipped the check. Tick *Keep places* under *Calendar* to avoid"
                " it.",
            ),
            "de": ("Der Termin wurde von Hand verschoben, während jemand bezahlt hat. Wer von beiden soll bleiben?",),
            "fr": ("L'heure a été déplacée pendant un paiement. Lequel des deux doit garder sa place ?",),
        },
        resolution="The later booking was moved; places are kept while somebody pays.",
        note="Same race as last month when an hour is dragged. On the list for the next release.",
    ),
    Matter(
        labels=("calendar",),
        wordings=(
            Phrasing("en", "Google calendar is behind", "What is booked with you shows up there only hours later."),
            Phrasing("en", "Calendar sync stopped on {day}", "Nothing new arrives in my own calendar any more."),
            Phrasing("de", "Kalender gleicht nicht mehr ab", "Seit {day} kommt in meinem Kalender nichts mehr an."),
            Phrasing("es", "El calendario no se sincroniza", "Desde el {day} no llega nada a mi calendario."),
        ),
        answers={
            "en": (
                "Google has ended our permission, as it does after a change of password. Please connect it once more"
                " under *Calendar → Connections*.",
                "Your calendar asks us only every few hours. With *Push changes* switched on it takes a minute.",
            ),
            "de": ("Google hat die Erlaubnis beendet. Bitte verbinden Sie den Kalender unter *Kalender* neu.",),
            "es": ("Google retiró el permiso. Conecte de nuevo el calendario en *Calendario → Conexiones*.",),
        },
        resolution="The calendar was connected anew.",
        note="Token revoked on their side, nothing to see in our log.",
    ),
    Matter(
        labels=("calendar",),
        priority="low",
        wordings=(
            Phrasing("en", "How do I close for our holidays?", "We are away for two weeks. Is there a quicker way?"),
            Phrasing("en", "Block every {day} afternoon", "I teach elsewhere then and must not be booked."),
            Phrasing(
                "de", "Betriebsferien eintragen", "Wir schließen zwei Wochen. Muss ich jeden Tag einzeln sperren?"
            ),
            Phrasing("fr", "Fermeture annuelle", "Comment bloquer deux semaines sans le faire jour par jour ?"),
        ),
        answers={
            "en": ("Under *Calendar → Closed days* you can enter a first and a last day, also every week anew.",),
            "de": ("Unter *Kalender → Schließtage* geben Sie den ersten und den letzten Tag ein.",),
            "fr": ("Sous *Calendrier → Jours fermés*, entrez le premier et le dernier jour.",),
        },
        resolution="Closed days can be entered as a span.",
        note="Third one this week. The page should offer it where people look for it.",
    ),
    Matter(
        type="customer_request",
        labels=("calendar",),
        wordings=(
            Phrasing("en", "Move all bookings of {day}", "Our teacher is ill. Can you move {n} people a week on?"),
            Phrasing("en", "Cancel a whole day and tell everybody", "The boiler is broken, we have to close on {day}."),
            Phrasing("es", "Mover todas las reservas del {day}", "La profesora está enferma. ¿Se pueden mover juntas?"),
        ),
        answers={
            "en": (
                "You can do that yourself: open the day, press *Select all*, then *Move*. Everybody gets a mail that"
                " you see beforehand.",
            ),
            "es": ("Abra el día, pulse *Seleccionar todo* y después *Mover*. Todos reciben un correo.",),
        },
        resolution="The bookings were moved with one change, and everybody was told.",
        note="Did it together on the phone, took four minutes.",
    ),
    Matter(
        type="bug_report",
        labels=("mail",),
        weight=1.3,
        wordings=(
            Phrasing("en", "Reminders did not go out on {day}", "Three customers missed their hour because of that."),
            Phrasing("en", "Reminder mails come twice", "Everybody gets two of them, a minute apart."),
            Phrasing("de", "Erinnerungen kommen nicht an", "Seit {day} erhält niemand mehr eine Erinnerung."),
            Phrasing("fr", "Rappels envoyés en double", "Chaque client reçoit deux fois le même rappel."),
        ),
        answers={
            "en": (
                "I see the reminders of that day in our queue; they left four hours late. I am sorry. They are on time"
                " again since this morning.",
                "There are two rules with the same text in your account. I have switched off the older one.",
            ),
            "de": ("Die Erinnerungen gingen vier Stunden zu spät hinaus. Seit heute früh sind sie wieder pünktlich.",),
            "fr": ("Deux règles avaient le même texte. J'ai désactivé la plus ancienne.",),
        },
        resolution="Reminders leave on time again; a doubled rule was switched off.",
        note="Queue was slow between two and six at night. See the graph of that day.",
    ),
    Matter(
        type="feature_request",
        priority="low",
        labels=("wish", "calendar"),
        wordings=(
            Phrasing("en", "Waiting list by text message", "People miss the mail, and the place stays empty."),
            Phrasing("en", "Recurring bookings for regulars", "My regulars want the same hour every week."),
            Phrasing("de", "Warteliste per SMS", "Unsere Kunden lesen die E-Mail zu spät."),
        ),
        answers={
            "en": ("A good thought, and you are not the first. I have added your vote; it is planned for spring.",),
            "de": ("Guter Gedanke. Ich habe Ihre Stimme eingetragen; geplant ist es für das Frühjahr.",),
        },
        resolution="Noted on the list of wishes.",
        note="Vote added. Fifth on the list by now.",
    ),
    Matter(
        labels=("calendar",),
        wordings=(
            Phrasing("en", "Wrong time zone for guests abroad", "Guests from elsewhere see their hours one hour off."),
            Phrasing("en", "Times are shifted since the clocks changed", "All of our {day} hours moved by one."),
            Phrasing("es", "La hora no coincide", "Los clientes del extranjero ven otra hora."),
        ),
        answers={
            "en": ("The account's zone was set to London. I have changed it; please look whether {day} is right now.",),
            "es": ("La zona horaria de la cuenta era otra. La he cambiado; ¿puede comprobar el {day}?",),
        },
        resolution="The account's time zone was corrected.",
        note="Zone was guessed from the browser at sign-up.",
    ),
    Matter(
        type="bug_report",
        priority="high",
        weight=0.9,
        wordings=(
            Phrasing("en", "Booking page shows an error", "Customers tell me they can't get past the second step."),
            Phrasing("en", "Nobody can pick a time", "The button stays grey, whatever one chooses. Since {day}."),
            Phrasing("de", "Buchungsseite zeigt einen Fehler", "Nach dem zweiten Schritt geht es nicht weiter."),
            Phrasing("fr", "La page de réservation est bloquée", "Le bouton reste gris depuis {day}."),
        ),
        answers={
            "en": (
                "I can see it. A service without a length is what stops the page; I have given it sixty minutes.",
                "Thank you for telling us at once. The last update broke it for browsers with an ad blocker; the"
                " repair is out since a few minutes.",
            ),
            "de": ("Eine Leistung ohne Dauer hält die Seite auf. Ich habe sechzig Minuten eingetragen.",),
            "fr": ("Un service sans durée bloque la page. J'ai indiqué soixante minutes.",),
        },
        resolution="The page takes bookings again.",
        note="Reproduced with their slug. Empty length should be refused when it is saved.",
    ),
)
