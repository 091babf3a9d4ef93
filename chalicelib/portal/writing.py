"""A page that something is written by: shown again, with what was typed, unless what was sent is right and taken."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from chalicelib.bootstrap import is_passing
from chalicelib.domain.errors import DeskError, unavailable
from chalicelib.observability import log_fault
from chalicelib.portal import pages
from chalicelib.portal.attaching import FilesRefusedError, FormFiles
from chalicelib.portal.content import KeptFile, Problem, Problems
from chalicelib.portal.refusing import WRITING_REFUSED, when_again
from chalicelib.portal.visits import PageResponse, Visitor, page_desk
from chalicelib.web import handling


class WritingPage(ABC):
    """A form that was sent. `refused` are the refusals told on its page, as the code of the problem at the form, and
    the status to answer with; `sender` is the address given by whoever has no link; `files` are there once read."""

    refused: ClassVar[Mapping[str, tuple[str, int]]] = WRITING_REFUSED
    sender: str | None = None
    files: FormFiles | None = None

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.room = visitor, visitor.guest.room

    def problems(self) -> Problems:
        """Return what is wrong with the form, its files taken in."""
        return ()

    @abstractmethod
    def again(self, problems: Problems) -> str:
        """Return the page with what was typed, and with what is wrong."""

    @abstractmethod
    def carry_out(self) -> PageResponse:
        """Do what was asked for; raise DeskError or FilesRefusedError where that can't be."""

    @property
    def kept(self) -> tuple[KeptFile, ...]:
        """Return the files as the page shows them."""
        return self.files.shown() if self.files else ()

    def answer(self) -> PageResponse:
        """Carry out what was sent by whoever passes the gate, or show the page again with what is wrong. A desk that is
        too busy for it says so there, too: nobody types a thing twice for that."""
        try:
            return self._taken()
        except FilesRefusedError as refusal:
            self.files = refusal.left
            return PageResponse(self.again(refusal.left.problems), 422)
        except DeskError as refusal:
            return self._refused(refusal)
        except Exception as fault:
            if not is_passing(fault):
                raise
            log_fault("a form could not be taken", fault, route=handling().route)
            return self._refused(unavailable())

    def _taken(self) -> PageResponse:
        guest = self.visitor.guest
        guest.check()
        if problems := self.problems():
            return PageResponse(self.again(problems), 422)
        if self.visitor.preview:
            return PageResponse(pages.message_page(page_desk(self.visitor, self.room), "preview"))
        guest.count(self.sender)
        return self.carry_out()

    def _refused(self, refusal: DeskError) -> PageResponse:
        if refusal.code not in self.refused:
            raise refusal
        code, status = self.refused[refusal.code]
        return PageResponse(self.again((Problem("form", code),)), status, headers=when_again(refusal))
