"""Stopping a waitress server that runs in a thread of its own."""

import threading
from typing import Any

from waitress.wasyncore import close_all


def stop_server(server: Any, thread: threading.Thread) -> None:
    """Let the workers finish, then close every socket in the thread that waits on them.

    Closed from here, the waiting thread would fail on a descriptor that is gone, and a worker's
    last wake-up call would be written to whatever has taken its number since. So would this one,
    if that thread could close before it is written.
    """

    def close() -> None:
        for channel in list(server.active_channels.values()):
            channel.handle_close()  # and the files that it was about to send
        close_all(server._map)

    server.task_dispatcher.shutdown()
    with server.trigger.lock:
        server.trigger.thunks.append(close)
        server.trigger._physical_pull()
    thread.join(5)
    assert not thread.is_alive()
