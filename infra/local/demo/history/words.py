"""What people say in the middle and at the end of a ticket, whatever it is about."""

from __future__ import annotations

from typing import NamedTuple


class Manners(NamedTuple):
    """The words of one language. `{name}` is who is spoken to, `{agent}` who writes."""

    hello: str
    thanks: tuple[str, ...]
    more: tuple[str, ...]
    again: tuple[str, ...]
    last: tuple[str, ...]
    righted: str
    asks: tuple[str, ...]
    days: tuple[str, ...]


MANNERS = {
    "en": Manners(
        hello="Hello {name},",
        thanks=("Thank you, that helps.", "Perfect, it works now.", "Great, thanks for the quick help!", "Yes please."),
        more=(
            "Tried it, and it is still the same.",
            "Yes, since Monday. Here is what I see: the second line stays empty.",
            "It works on my computer, but not for my colleague.",
            "Good to know. And how do I do that for all of them at once?",
        ),
        again=("I'm afraid it is back since this morning.", "It happened once more today. Could you look again?"),
        last=("I'm glad. Write to us whenever there is something.", "Good. I close this one then."),
        righted="I am sorry about that. It was the same cause once more, and is put right for good now.",
        asks=("May I look into your account for that?", "Which of your services is it about?"),
        days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    ),
    "de": Manners(
        hello="Guten Tag {name},",
        thanks=("Vielen Dank, das hilft.", "Perfekt, jetzt geht es.", "Danke für die schnelle Hilfe!"),
        more=("Ich habe es versucht, es ist noch genauso.", "Bei mir geht es, bei meiner Kollegin nicht."),
        again=("Leider ist es seit heute Morgen wieder so.", "Heute ist es noch einmal passiert."),
        last=("Das freut mich. Schreiben Sie uns jederzeit.", "Sehr gut, dann schließe ich die Anfrage."),
        righted="Das tut mir leid. Es war noch einmal dieselbe Ursache und ist jetzt endgültig behoben.",
        asks=("Darf ich dafür in Ihr Konto sehen?", "Um welche Ihrer Leistungen geht es?"),
        days=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    ),
    "fr": Manners(
        hello="Bonjour {name},",
        thanks=("Merci beaucoup, cela aide.", "Parfait, tout fonctionne.", "Merci pour votre aide rapide !"),
        more=("J'ai essayé, c'est toujours pareil.", "Chez moi cela marche, pas chez ma collègue."),
        again=("Malheureusement, c'est revenu ce matin.", "C'est arrivé encore une fois aujourd'hui."),
        last=("J'en suis ravi. Écrivez-nous quand vous voulez.", "Très bien, je ferme donc la demande."),
        righted="J'en suis désolé. C'était encore la même cause, corrigée pour de bon.",
        asks=("Puis-je regarder dans votre compte ?", "De quel service s'agit-il ?"),
        days=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    ),
    "es": Manners(
        hello="Hola, {name}:",
        thanks=("Muchas gracias, eso ayuda.", "Perfecto, ya funciona.", "¡Gracias por la ayuda tan rápida!"),
        more=("Lo he probado y sigue igual.", "A mí me funciona, a mi compañera no."),
        again=("Por desgracia, ha vuelto esta mañana.", "Hoy ha pasado otra vez."),
        last=("Me alegro. Escríbanos cuando quiera.", "Muy bien, entonces cierro la solicitud."),
        righted="Lo siento. Era otra vez la misma causa y ya está corregida del todo.",
        asks=("¿Puedo mirar en su cuenta?", "¿De qué servicio se trata?"),
        days=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    ),
}

COMMENTS: dict[int, dict[str, tuple[str, ...]]] = {
    5: {
        "en": ("Quick and friendly.", "Solved within the hour!", "Best support we know."),
        "de": ("Sehr schnell, danke.", "Freundlich und genau."),
        "fr": ("Merci, parfait.",),
        "es": ("Rápido y amable.",),
    },
    4: {"en": ("Good, once somebody had time.", "Helpful answer."), "de": ("Gut erklärt.",)},
    3: {"en": ("It took three mails.", "Okay, but I had to ask twice."), "de": ("Hat etwas gedauert.",)},
    2: {"en": ("I waited for two days.", "The first answer missed the question.")},
    1: {"en": ("Still not solved for us.", "Nobody called back."), "fr": ("Toujours pas réglé.",)},
}
"""What customers wrote with their rating, by its score and their language."""
REASONS = (
    "Their front desk stands still until this works.",
    "Third time within a month, the owner called.",
    "Doors open on Saturday, it has to work by then.",
)
"""Why a ticket was escalated."""
