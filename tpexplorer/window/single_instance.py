"""One window a screen: a second start brings the first one's window up and leaves, if the first one answers."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtNetwork import QLocalServer, QLocalSocket

CONNECT_MS, ANSWER_MS = 400, 3000
WISH, HERE, NOT_HERE = b"up\n", b"here\n", b"not here\n"
NOBODY = (QLocalSocket.LocalSocketError.ServerNotFoundError, QLocalSocket.LocalSocketError.ConnectionRefusedError)


def instance_name(settings: Path) -> str:
    """The address of the window over these settings on this screen: a socket in their folder, which is the person's own."""
    screen = os.environ.get("WAYLAND_DISPLAY" if QGuiApplication.platformName().startswith("wayland") else "DISPLAY", "")
    # ":0.0" is the same screen as ":0"; Windows has one for each session.
    where = (re.sub(r"\.\d+$", "", screen), os.environ.get("SESSIONNAME", ""), platform.node())
    parts = "\n".join((str(settings), QGuiApplication.platformName(), *where))
    digest = hashlib.sha256(parts.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return f"tpexplorer-{digest}" if sys.platform == "win32" else str(settings.absolute().parent / f"window-{digest}")


class SingleInstance(QObject):
    """`come_up` brings the window up and says whether it is; until it is set, nobody is answered."""

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.come_up: Callable[[], bool] = lambda: False
        self.unanswered = False
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)

    def claim(self) -> bool:
        """False after another window has come up in this one's stead; True where this start is to open its own.

        `unanswered` says that there is another, which hangs or cannot come up. Where there can be no socket, each start has
        its own window.
        """
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(CONNECT_MS):
            socket.write(WISH)
            self.unanswered = not _answered(socket)
            socket.abort()
            return self.unanswered
        if socket.error() in NOBODY:
            # What a crash may have left behind is in the way; at the very first start the folder is not there yet.
            if sys.platform != "win32":
                with suppress(OSError):
                    Path(self._name).parent.mkdir(parents=True, exist_ok=True)
            QLocalServer.removeServer(self._name)
            self._server.listen(self._name)
        else:
            self.unanswered = socket.error() == QLocalSocket.LocalSocketError.SocketTimeoutError
        return True

    def release(self) -> None:
        """Answer no more."""
        self._server.close()

    def _greet(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(lambda socket=socket: self._reply(socket))
            self._reply(socket)

    def _reply(self, socket: QLocalSocket) -> None:
        if socket.canReadLine() and socket.readLine() == WISH:
            socket.write(HERE if self.come_up() else NOT_HERE)
            socket.flush()


def _answered(socket: QLocalSocket) -> bool:
    end = monotonic() + ANSWER_MS / 1000
    while (left := round(1000 * (end - monotonic()))) > 0:
        if socket.canReadLine():
            return bool(socket.readLine() == HERE)
        if not socket.waitForReadyRead(left):
            return False
    return False
