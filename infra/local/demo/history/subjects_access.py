"""What people write about accounts, staff and the widget on their site."""

from __future__ import annotations

from infra.local.demo.history.model import Matter, Phrasing

SUBJECTS = (
    Matter(
        priority="high",
        weight=1.2,
        wordings=(
            Phrasing("en", "I can't sign in", "The password is right, I am sure. It says it isn't."),
            Phrasing("en", "Locked out", "After three tries the page tells me to wait, for an hour now."),
            Phrasing("de", "Anmeldung geht nicht", "Das Passwort stimmt sicher, es wird trotzdem abgelehnt."),
            Phrasing("fr", "Connexion impossible", "Mon mot de passe est refusé depuis {day}."),
            Phrasing("es", "No puedo iniciar sesión", "La contraseña es correcta, pero no me deja entrar."),
        ),
        answers={
            "en": (
                "Your account uses another address than the one you tried. I have sent a link to the one on file.",
                "I have lifted the lock. Please choose a new password with the link that has just reached you.",
            ),
            "de": ("Ich habe die Sperre aufgehoben. Bitte wählen Sie über den Link ein neues Passwort.",),
            "fr": ("J'ai levé le blocage. Choisissez un nouveau mot de passe avec le lien que vous avez reçu.",),
            "es": ("He quitado el bloqueo. Elija una contraseña nueva con el enlace que ha recibido.",),
        },
        resolution="The customer is in again.",
        note="Checked the last invoice's amount before lifting it.",
    ),
    Matter(
        type="customer_request",
        wordings=(
            Phrasing("en", "Add a second location", "We open another place on {day}. What do we have to do?"),
            Phrasing("en", "New staff member", "Where do I enter somebody who only sees their own hours?"),
            Phrasing("de", "Neue Mitarbeiterin anlegen", "Sie soll nur ihre eigenen Termine sehen."),
            Phrasing("es", "Añadir una segunda sede", "Abrimos otro local el {day}. ¿Qué hay que hacer?"),
        ),
        answers={
            "en": (
                "Under *Staff → Invite* you choose what they see; *Own hours* is the third of the choices.",
                "Under *Account → Locations*. Services and prices can be copied over from the first.",
            ),
            "de": ("Unter *Team → Einladen* wählen Sie *Nur eigene Termine*.",),
            "es": ("En *Cuenta → Sedes*. Los servicios y precios se pueden copiar de la primera.",),
        },
        resolution="The customer set it up with the steps we sent.",
        note="Sent the short film as well.",
    ),
    Matter(
        type="customer_request",
        labels=("vip",),
        priority="high",
        weight=0.6,
        wordings=(
            Phrasing("en", "Need all of our data for an audit", "Our auditors come on {day} and want every booking."),
            Phrasing("en", "Contract and data protection", "Legal asks for the signed agreement, version {n}."),
        ),
        answers={
            "en": ("The export is being made; it will be under *Account → Files* within the hour.",),
        },
        resolution="Export and agreement are in the customer's files.",
        note="Key customer: called them as well, they were glad of it.",
    ),
    Matter(
        wordings=(
            Phrasing("en", "Widget does not show on our new site", "We changed the site and there is only a gap now."),
            Phrasing("en", "Booking button in another colour", "It should fit our brand, a dark green."),
            Phrasing("de", "Widget fehlt auf der neuen Seite", "Statt des Kalenders ist dort nur eine Lücke."),
            Phrasing("fr", "Le widget ne s'affiche plus", "Depuis la nouvelle version du site il y a un vide."),
        ),
        answers={
            "en": (
                "The new address isn't among those your key allows: *Website → Keys*, then add it.",
                "Under *Website → Looks* you can set any colour; the text turns white by itself where it has to.",
            ),
            "de": ("Die neue Adresse fehlt beim Schlüssel: *Website → Schlüssel*, dort hinzufügen.",),
            "fr": ("La nouvelle adresse manque dans *Site → Clés* ; ajoutez-la et tout revient.",),
        },
        resolution="The new address was added to the key.",
        note="Their agency had copied an old snippet.",
    ),
    Matter(
        labels=("api",),
        weight=0.8,
        wordings=(
            Phrasing("en", "Rate limit on the API", "We get 429 with {n} calls an hour. What is allowed?"),
            Phrasing("en", "Webhook signature does not match", "Ours differs from yours for every second event."),
            Phrasing("de", "API liefert alte Termine", "Die Liste hinkt um einige Minuten hinterher."),
        ),
        answers={
            "en": (
                "600 a minute for each key. Most clients ask for single bookings where one list would do.",
                "Please sign the body as it comes, before anything parses it: spaces count.",
            ),
            "de": ("Die Liste wird eine Minute zwischengespeichert; mit `fresh=1` kommt sie neu.",),
        },
        resolution="The customer changed their client.",
        note="Their developer was quick to see it. Docs should say it in the first paragraph.",
    ),
    Matter(
        labels=("mail",),
        type="bug_report",
        wordings=(
            Phrasing("en", "Our mails land in spam", "Confirmations of the last days go to the spam folder."),
            Phrasing("en", "Wrong sender name", "Customers get mails from “Acme”, not from us."),
            Phrasing("de", "Bestätigungen landen im Spam", "Seit {day} beschweren sich unsere Kunden."),
            Phrasing("es", "Los correos llegan a spam", "Las confirmaciones no llegan a la bandeja de entrada."),
        ),
        answers={
            "en": (
                "Your domain has no DKIM record for us yet. The two lines to enter are under *Mail → Domain*.",
                "The sender's name is under *Mail → Sender*. I have entered yours.",
            ),
            "de": ("Für Ihre Domain fehlt der DKIM-Eintrag. Die zwei Zeilen stehen unter *E-Mail → Domain*.",),
            "es": ("Falta el registro DKIM de su dominio. Las dos líneas están en *Correo → Dominio*.",),
        },
        resolution="The domain's records are there, and mails arrive.",
        note="Their host takes a day for DNS. Asked again the next morning.",
    ),
    Matter(
        type="customer_request",
        priority="low",
        wordings=(
            Phrasing("en", "Delete a customer of ours", "Somebody asks to be forgotten. How is that done?"),
            Phrasing("en", "Merge two customers", "The same person is in our list twice, with two addresses."),
            Phrasing("de", "Kundendaten löschen", "Eine Kundin möchte gelöscht werden. Wie geht das?"),
        ),
        answers={
            "en": ("Open the customer, then *More → Delete*, or *Merge* with the other one. Invoices stay by law.",),
            "de": ("Öffnen Sie die Kundin, dann *Mehr → Löschen*. Rechnungen bleiben, wie das Gesetz es will.",),
        },
        resolution="Done by the customer with the steps we sent.",
        note="No need to look into their data for that.",
    ),
    Matter(
        priority="low",
        wordings=(
            Phrasing("en", "Where is the manual?", "Is there something to print for our front desk?"),
            Phrasing("en", "Training for new colleagues", "Do you offer an hour on the phone for beginners?"),
            Phrasing("fr", "Formation pour l'équipe", "Proposez-vous une heure au téléphone pour débuter ?"),
        ),
        answers={
            "en": ("There is one page to print under *Help → First day*, and an hour with us costs nothing.",),
            "fr": ("Oui, une heure avec nous ne coûte rien. Mardi à dix heures ?",),
        },
        resolution="An hour was agreed on.",
        note="Carla does these, Tuesdays at ten.",
    ),
)
