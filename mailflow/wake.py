"""A bell that wakes a worker, by a wait of its own or through a socket beside another."""

import select
import socket


class Bell:
    """Rung from any thread; `stop` rings for good."""

    def __init__(self) -> None:
        self.socket, self._rope = socket.socketpair()
        self.socket.setblocking(False)
        self._rope.setblocking(False)
        self.stopping = False

    def ring(self) -> None:
        """Wake whoever waits, or the next who does."""
        try:
            self._rope.send(b"!")
        except BlockingIOError:
            return  # it rings already

    def stop(self) -> None:
        """Wake, and say that this is the end."""
        self.stopping = True
        self.ring()

    def wait(self, seconds: float) -> bool:
        """Wait that long at most; True if it was rung."""
        if self.stopping or not select.select([self.socket], [], [], seconds)[0]:
            return self.stopping
        self.clear()
        return True

    def clear(self) -> None:
        """Take note of the ringing."""
        try:
            while self.socket.recv(4096):
                pass
        except BlockingIOError:
            return
