"""PyOpenGL, set up before its first use: no error query after every call (frames are checked as a whole instead)."""

from __future__ import annotations

import OpenGL

OpenGL.ERROR_CHECKING = False
OpenGL.ERROR_LOGGING = False

from OpenGL import GL  # noqa: E402

__all__ = ["GL"]
