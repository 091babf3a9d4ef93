"""The mails the desk writes, each as subject, plain text and HTML: pure functions of the words they carry."""

from chalicelib.mail.letters.layout import Words
from chalicelib.mail.letters.render import Letter, letter

__all__ = ["Letter", "Words", "letter"]
