"""The desk's circulation: table's stream, queues and schedule to the functions that Lambda would call with them.

What calls which function stands in infra/template/functions.json, for the deployment and for here. Either threads keep
it going (`start`, `stop`) or a test does so itself (`settle`), deterministically and without any thread.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from typing import Any, Protocol

from infra.local import template
from infra.local.functions import Function
from infra.local.lambda_events import schedule_event
from infra.local.queue_pump import QueuePump
from infra.local.resources import queue_name
from infra.local.stream_pump import StreamPump
from infra.local.table_stream import TableStream

SHORTEST_SLEEP, LONGEST_SLEEP = 0.02, 0.25  # seconds; the longer nothing happens, the longer
RETRY_AFTER = 1  # seconds until a failed message is tried again while threads run; at once otherwise

log = logging.getLogger(__name__)


class Pump(Protocol):
    """One source and the function it calls."""

    function: Function

    def step(self) -> int: ...

    def waiting(self) -> int: ...


class Pumps:
    """All of an app's pumps. `app` is the module with the functions, `environment` what `resources.create` returned."""

    def __init__(self, app: Any, environment: dict[str, str]) -> None:
        self.queues: list[QueuePump] = []
        self.streams: list[StreamPump] = []
        self.schedules: list[Function] = []
        stream = TableStream(environment)
        for name, settings in template.functions().items():
            if "queue" in settings:
                queue = queue_name(environment["DESK_NAME"], settings["queue"])
                self.queues.append(QueuePump(Function(app, name, settings), queue, settings["batch"]))
            elif "stream" in settings:
                function, failures = Function(app, name, settings), environment["FAILURES_BUCKET"]
                self.streams.append(StreamPump(function, stream, settings["stream"], failures))
            elif "schedule" in settings:
                self.schedules.append(Function(app, name, settings))
        self._locks = {pump: threading.Lock() for pump in self._all}
        self._carried = 0
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    @property
    def _all(self) -> list[Pump]:
        return [*self.streams, *self.queues]

    def settle(self, timeout: float = 10) -> None:
        """Run schedules, then everything that follows, until nothing is left but messages sent with a delay.

        Raises TimeoutError, naming what is left, after `timeout` seconds.
        """
        deadline = time.monotonic() + timeout
        self._tick()
        while not self._quiet():
            if time.monotonic() > deadline:
                left = {pump.function.name: pump.waiting() for pump in self._all if pump.waiting()}
                raise TimeoutError(f"the desk did not come to rest within {timeout} s; waiting: {left}")

    def advance(self, span: timedelta) -> None:
        """Let messages sent with a delay become due as if that much time had passed. The clock is the caller's."""
        for queue in self.queues:
            queue.advance(span)

    def catch_up(self) -> None:
        """Show the reactors all that happened so far, and send none of the mails they ask for: it is the past."""
        while any(self._step(pump) for pump in self.streams):
            continue
        for queue in self.queues:
            queue.clear()

    def pass_over(self) -> None:
        """Let what happened so far count as shown to the reactors: what they would do about it is stored with it."""
        for pump in self.streams:
            with self._locks[pump]:
                while pump.pass_over():
                    continue

    def finish(self) -> None:
        """Show the reactors all that happened so far, once the threads have ended. What they ask for waits."""
        while any(self._step(pump) for pump in self.streams):
            continue

    def progress(self) -> dict[str, Any]:
        """Return how far each consumer of the stream came and what waits in the queues, for `resume` after a start."""
        return {
            "positions": {pump.function.name: dict(pump.positions) for pump in self.streams},
            "messages": {pump.function.name: pump.bodies() for pump in self.queues},
        }

    def resume(self, progress: dict[str, Any], *, same_stream: bool) -> None:
        """Go on where `progress` says. To be called before anything was carried. Its positions are those of a stream
        that may have gone with its table."""
        for stream in self.streams if same_stream else ():
            stream.positions.update(progress["positions"].get(stream.function.name, {}))
        for queue in self.queues:
            queue.put_back(progress["messages"].get(queue.function.name, []))

    def lost(self) -> list[str]:
        """Return what failed every try and now waits for a person: messages and records, by their function."""
        messages = [f"{pump.function.name}: {body}" for pump in self.queues for body in pump.dead_letters()]
        return messages + [
            f"{pump.function.name}: record {number}" for pump in self.streams for number in pump.given_up
        ]

    def start(self) -> None:
        """Keep everything going in threads until `stop`."""
        for queue in self.queues:
            queue.retry_after = RETRY_AFTER
        self._threads = [threading.Thread(target=self._run_pump, args=(pump,), daemon=True) for pump in self._all]
        self._threads.append(threading.Thread(target=self._run_schedules, daemon=True))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End the threads, each after the batch it is carrying."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _quiet(self) -> bool:
        """Carry one batch from everywhere. Whether there was none, and nothing is under way elsewhere."""
        before = self._carried
        for pump in self._all:
            self._step(pump)
        if self._carried != before:
            return False
        if any(pump.waiting() for pump in self._all):  # given back, and not visible again yet
            time.sleep(0.002)
            return False
        return True

    def _step(self, pump: Pump) -> bool:
        """Carry one batch from there. Whether there was one."""
        with self._locks[pump]:
            carried = pump.step()
            self._carried += carried
        return carried > 0

    def _tick(self) -> None:
        for function in self.schedules:
            try:
                function(schedule_event(function.name))
            except Exception:
                log.exception("%s failed", function.name)

    def _run_pump(self, pump: Pump) -> None:
        sleep = SHORTEST_SLEEP
        while not self._stopping.wait(sleep):
            try:
                busy = self._step(pump)
            except Exception:
                log.exception("The pump of %s failed", pump.function.name)
                busy = False
            sleep = SHORTEST_SLEEP if busy else min(sleep * 2, LONGEST_SLEEP)

    def _run_schedules(self) -> None:
        while not self._stopping.wait(60):
            self._tick()
