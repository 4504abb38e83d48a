"""Stands between a mail client and its IMAP server, and tells when the client first waits in IDLE."""

import contextlib
import socket
import threading
import time


class Relay:
    """Passes every byte on, both ways; `port` is where the client connects to."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._idled = threading.Event()
        self._idled_at = 0.0
        threading.Thread(target=self._accept, daemon=True).start()

    def wait_for_idle(self, seconds: float) -> float:
        """When the first IDLE was said, by the monotonic clock. Raises TimeoutError."""
        if not self._idled.wait(seconds):
            raise TimeoutError(f"nobody said IDLE within {seconds:.0f} s")
        return self._idled_at

    def close(self) -> None:
        """Take no more connections."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                threading.Thread(target=self._pass, args=(client, server, True), daemon=True).start()
                threading.Thread(target=self._pass, args=(server, client, False), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, from_client: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if from_client and not self._idled.is_set() and b" IDLE\r\n" in data.upper():
                    self._idled_at = time.monotonic()
                    self._idled.set()
                target.sendall(data)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)
