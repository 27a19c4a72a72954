"""A hand on the X server's keyboard: physical keys by their place, on real layouts. Needs libX11, libXtst and setxkbmap."""

from __future__ import annotations

import ctypes
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes.util import find_library

# Key codes of X servers that use evdev's, Xvfb among them.
DIGIT_KEYS = {"1": 10, "2": 11, "3": 12, "4": 13, "5": 14, "6": 15, "7": 16, "8": 17, "9": 18, "0": 19}
MODIFIERS = {"Ctrl": 37, "Shift": 50, "Alt": 64, "AltGr": 108}
CORE_KEYBOARD = 0x100


def _library(name: str) -> ctypes.CDLL:
    return ctypes.CDLL(find_library(name) or f"lib{name}.so.6")


class XKeyboard:
    """Presses keys of the display that the tests run on."""

    def __init__(self) -> None:
        self._x, self._test = _library("X11"), _library("Xtst")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XStringToKeysym.restype = self._x.XkbKeycodeToKeysym.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(None))
        assert self._display.value, "the tests need an X display"

    def lay_out(self, layout: str) -> None:
        """Another layout; a variant stands in brackets: ``ch(fr)``."""
        name, _, variant = layout.partition("(")
        command = [
            "setxkbmap",
            "-display",
            os.environ["DISPLAY"],
            "-layout",
            name,
            "-variant",
            variant.rstrip(")"),
            "-option",
            "",
        ]
        subprocess.run(command, check=True, timeout=20)
        self._x.XSync(self._display, 1)

    def places(self, sign: str) -> tuple[int, list[str]] | None:
        """The key and the modifiers that type a sign on the layout in use; None where there is no such key."""
        event = ctypes.create_string_buffer(256)
        while self._x.XPending(self._display):  # the map is asked for anew once its change has been heard of
            self._x.XNextEvent(self._display, event)
            self._x.XRefreshKeyboardMapping(event)
        symbol = self._x.XStringToKeysym(sign.encode())
        for level, modifiers in enumerate(([], ["Shift"], ["AltGr"], ["Shift", "AltGr"])):
            for code in range(9, 130):
                if self._x.XkbKeycodeToKeysym(self._display, code, 0, level) == symbol:
                    return code, modifiers
        return None

    def types(self, code: int, modifiers: Sequence[str]) -> str:
        """The X server's name of what a key types with Shift, AltGr, or both."""
        self._x.XKeysymToString.restype = ctypes.c_char_p
        level = ("Shift" in modifiers) + 2 * ("AltGr" in modifiers)
        symbol = self._x.XkbKeycodeToKeysym(self._display, code, 0, level)
        return (self._x.XKeysymToString(ctypes.c_ulong(symbol)) or b"").decode()

    def tap(self, code: int, modifiers: Sequence[str] = ()) -> None:
        """Press and release a key."""
        with self.held(code, modifiers):
            pass

    @contextmanager
    def held(self, code: int, modifiers: Sequence[str] = ()) -> Iterator[None]:
        """A key held down; its repeating is the server's own."""
        codes = [*(MODIFIERS[name] for name in modifiers), code]
        for each in codes:
            self._send(each, True)
        try:
            yield
        finally:
            for each in reversed(codes):
                self._send(each, False)

    def _send(self, code: int, down: bool) -> None:
        self._test.XTestFakeKeyEvent(self._display, ctypes.c_uint(code), ctypes.c_int(down), ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)

    def repeat_quickly(self, delay_ms: int = 40, every_ms: int = 15) -> None:
        """Let a held key repeat soon and often."""
        self._x.XkbSetAutoRepeatRate(self._display, CORE_KEYBOARD, delay_ms, every_ms)
        self._x.XSync(self._display, 0)

    def close(self) -> None:
        """Leave the keyboard as tests find it."""
        self.lay_out("us")
        self.repeat_quickly(660, 40)
        self._x.XCloseDisplay(self._display)
