"""Pictures on the page of a request: in the text where they belong, small among the files, and for its readers."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from chalicelib.body_html import body_html, picture_marks
from chalicelib.domain.pictures import Picture
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.body_format import BodyFormat
from chalicelib.domain.vocabulary import Scanned
from tests.portal.page_reader import Element, read
from tests.services.mail.correspondence import MAYA, Correspondence
from tests.services.mail.test_files import files_of_ticket, tracking
from tests.services.mail.test_files_sent import uploaded
from tests.support.desk import SUPPORT, Desk
from tests.support.drawn import png


@pytest.fixture
def post(desk: Desk) -> Correspondence:
    return Correspondence(desk)


def mail_with_pictures() -> bytes:
    """Two pictures in the text, in the ways of two programs, and beside it a photo and a log."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = MAYA, SUPPORT, "Broken"
    message.set_content("Before [image: a & b.png] between\n\n[cid:two@x]\n\n[image: none.png] after")
    message.add_alternative('<img src="cid:one@x"> <img src="cid:two@x">', subtype="html")
    for cid, name in (("<one@x>", "a & b.png"), ("<two@x>", "two.png")):
        message.get_payload()[1].add_related(png(900, 300), "image", "png", cid=cid, filename=name)
    message.add_attachment(png(480, 480), maintype="image", subtype="png", filename="<photo>.png")
    message.add_attachment("x", filename="log.txt")
    return message.as_bytes()


def drawn(part: Element) -> list[tuple[str, str, str, str]]:
    names = ("alt", "width", "height", "loading")
    pictures = [image.attributes for image in part.all("img")]
    return [(one[names[0]], one[names[1]], one[names[2]], one[names[3]]) for one in pictures]


def test_a_mails_pictures_stand_in_its_text_and_those_beside_it_among_its_files(post: Correspondence) -> None:
    post.send(mail_with_pictures())
    answer = post.desk.http("GET", tracking(post))
    page = read(answer.text)
    words = page.one("div", class_="words")
    lazy = [("a & b.png", "640", "213", "lazy"), ("two.png", "640", "213", "lazy")]
    assert drawn(words) == lazy
    assert " ".join(words.text.split()) == "Before between [image: none.png] after"
    (photo, log) = page.one("ul", class_="files").all("li")
    assert (drawn(photo), drawn(log)) == ([("_photo_.png", "144", "144", "lazy")], [])
    assert log.one("a").text == "log.txt"
    assert [link.attributes["href"] for link in page.all("link") if "pictures" in link.attributes["href"]]
    for link in (*words.all("a"), *photo.all("a")):
        assert link.attributes["href"] == link.one("img").attributes["src"]
        shown = post.desk.http("GET", link.attributes["href"])
        assert shown.status == 302
        assert "response-content-disposition=inline" in shown.headers["location"]
        assert shown.headers["referrer-policy"] == "no-referrer"
        allowed = answer.headers["content-security-policy"].split("img-src ")[1].split(";")[0].split()
        assert any(shown.headers["location"].startswith(origin) for origin in allowed if origin.startswith("http"))


def test_a_mail_of_a_photo_alone_is_its_photo(post: Correspondence) -> None:
    post.write("", files=[("photo.png", "image/png", png(20, 10))])
    (message,) = read(post.desk.http("GET", tracking(post)).text).all("article")
    assert message.one("div", class_="words").text.strip() == "(no text)"
    assert drawn(message) == [("photo.png", "20", "10", "lazy")]


def test_the_api_says_what_stands_for_a_picture_in_the_text(post: Correspondence) -> None:
    post.send(mail_with_pictures())
    marks = {file["name"]: file["mark"] for file in post.ticket()["attachments"]}
    found = {"a & b.png": "[image: a & b.png]", "two.png": "[cid:two@x]", "_photo_.png": None, "log.txt": None}
    assert marks == found


def test_no_page_leads_to_what_is_no_picture_or_another_readers(post: Correspondence) -> None:
    post.send(mail_with_pictures())
    log = files_of_ticket(post)[-1]
    post.write("Mine.", sender="jo@example.net", files=[("jo.png", "image/png", png(9, 9))])
    (jos,) = post.ticket("TKT-0002")["attachments"]
    note = uploaded(post, "note", png(9, 9), kind="image/png")
    assert post.call("POST", "/tickets/TKT-0001/notes", {"body": "See.", "attachments": [note]}).status == 201
    for file in (log, jos["id"], note, "a_none"):
        assert post.desk.http("GET", f"{tracking(post)}/pictures/{file}").status == 404
    assert note not in post.desk.http("GET", tracking(post)).text


def of_mail(file_id: str, name: str, content_id: str = "x", scanned: Scanned = Scanned.CLEAN) -> Attachment:
    shown = Picture("image/png", 1, 1)
    return Attachment(id=file_id, name=name, type="", size=1, content_id=content_id, scanned=scanned, picture=shown)


ONE, TWO = of_mail("1", "image.png", "c1@x"), of_mail("2", "image.png", "c2@x")


@pytest.mark.parametrize(
    ("text", "files", "found"),
    [
        ("[image: image.png] [image: image.png] [image: image.png]", [ONE, TWO], ["1", "2"]),
        ("[cid:c2@x] [image: image.png]", [ONE, TWO], ["2", "1"]),
        ("[image: image.png]", [of_mail("3", "image.png", "")], []),
        ("[image: image.png]", [of_mail("3", "image.png", scanned=Scanned.REFUSED)], []),
        ("https://x.example/[cid:c1@x] [cid:c1@x]", [ONE], ["1"]),
        ("[image: <b>.png]", [of_mail("3", "<b>.png")], ["3"]),
        ("[image: [1].png] [image: " + "x" * 500 + "]", [of_mail("3", "[1].png")], []),
    ],
)
def test_words_stand_for_a_picture_once_in_turn_and_never_in_a_link(
    text: str, files: list[Attachment], found: list[str]
) -> None:
    html = body_html(text, BodyFormat.TEXT)
    marks = picture_marks(html, files)
    assert [mark.file.id for mark in marks] == found
    for mark in marks:
        assert (html[mark.start], html[mark.end - 1]) == ("[", "]")
        assert html.count("<a ", 0, mark.start) == html.count("</a>", 0, mark.start)
